import type { StatusCause } from '../ApiStatusError';
import { ApiStatusError } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import { forbiddenValue, invalidValue } from '../validation/metadata';
import type { SandboxObject } from '../../types';
import type { KindRules } from './KindRules';

const key = /^[-._a-zA-Z0-9]+$/;
const base64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const sizeLimit = 1024 * 1024;

function checkKeys(object: SandboxObject, field: string): StatusCause[] {
  return Object.keys(object[field] ?? {})
    .filter(k => !key.test(k) || k.length > 253 || k === '.' || k === '..')
    .map(k =>
      invalidValue(
        `${field}[${k}]`,
        k,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ),
    );
}

function checkSize(object: SandboxObject, fields: string[]): StatusCause[] {
  const size = fields.reduce(
    (sum, field) =>
      sum +
      Object.values<string>(object[field] ?? {}).reduce(
        (bytes, value) => bytes + Buffer.byteLength(value),
        0,
      ),
    0,
  );
  return size > sizeLimit
    ? [
        {
          reason: 'FieldValueTooLong',
          field: 'data',
          message: `Too long: may not be more than ${sizeLimit} bytes`,
        },
      ]
    : [];
}

function checkImmutable(
  object: SandboxObject,
  old: SandboxObject | undefined,
  fields: string[],
): StatusCause[] {
  if (!old?.immutable) return [];
  return [
    ...(object.immutable
      ? []
      : [
          forbiddenValue(
            'immutable',
            'field is immutable when `immutable` is set',
          ),
        ]),
    ...fields
      .filter(field => !deepEqual(object[field] ?? {}, old[field] ?? {}))
      .map(field =>
        forbiddenValue(field, 'field is immutable when `immutable` is set'),
      ),
  ];
}

/** ConfigMaps. */
export const configMapRules: KindRules = {
  validate: (object, old) => [
    ...checkKeys(object, 'data'),
    ...checkKeys(object, 'binaryData'),
    ...checkSize(object, ['data', 'binaryData']),
    ...checkImmutable(object, old, ['data', 'binaryData']),
  ],
};

const requiredKeys: Record<string, string[]> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

/** Secrets: `stringData` goes into `data`, which is base64. */
export const secretRules: KindRules = {
  prepare(secret) {
    const { stringData } = secret;
    if (stringData) {
      secret.data = {
        ...secret.data,
        ...Object.fromEntries(
          Object.entries<string>(stringData).map(([name, value]) => [
            name,
            Buffer.from(value).toString('base64'),
          ]),
        ),
      };
      delete secret.stringData;
    }
    secret.type ||= 'Opaque';
    for (const value of Object.values<string>(secret.data ?? {})) {
      if (!base64.test(value)) {
        throw ApiStatusError.badRequest(
          'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
        );
      }
    }
  },
  validate(secret, old) {
    const causes = [
      ...checkKeys(secret, 'data'),
      ...checkSize(secret, ['data']),
      ...checkImmutable(secret, old, ['data']),
    ];
    if (old && old.type !== secret.type) {
      causes.push(invalidValue('type', secret.type, 'field is immutable'));
    }
    const needed = Object.hasOwn(requiredKeys, secret.type)
      ? requiredKeys[secret.type]
      : [];
    for (const name of needed) {
      if (secret.data?.[name] === undefined) {
        causes.push({
          reason: 'FieldValueRequired',
          field: `data[${name}]`,
          message: 'Required value',
        });
      }
    }
    return causes;
  },
};
