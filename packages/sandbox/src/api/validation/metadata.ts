import type { StatusCause } from '../ApiStatusError';
import type { ResourceType } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const label1035Message =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const qualifiedMessage =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

const annotationsLimit = 256 * 1024;

/** `"<field>: Invalid value: <value>: <why>"` as a cause. */
export function invalidValue(
  field: string,
  value: unknown,
  why: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
  };
}

/** A required field that is absent. */
export function requiredValue(field: string, why = ''): StatusCause {
  return {
    reason: 'FieldValueRequired',
    field,
    message: `Required value${why ? `: ${why}` : ''}`,
  };
}

/** A field that may not be what it is. */
export function forbiddenValue(field: string, why: string): StatusCause {
  return {
    reason: 'FieldValueForbidden',
    field,
    message: `Forbidden: ${why}`,
  };
}

type NameRule = 'subdomain' | 'label' | 'label1035' | 'path';

function nameRule(type: ResourceType): NameRule {
  if (type.group === 'rbac.authorization.k8s.io') return 'path';
  if (type.group === '' && type.plural === 'namespaces') return 'label';
  if (type.group === '' && type.plural === 'services') return 'label1035';
  return 'subdomain';
}

function checkName(rule: NameRule, name: string): string[] {
  switch (rule) {
    case 'path':
      if (name === '.' || name === '..') return [`may not be '${name}'`];
      return /[/%]/.test(name) ? ["may not contain '/' or '%'"] : [];
    case 'label':
    case 'label1035':
      return [
        ...(name.length > 63 ? ['must be no more than 63 characters'] : []),
        ...((rule === 'label' ? label : label1035).test(name)
          ? []
          : [rule === 'label' ? labelMessage : label1035Message]),
      ];
    default:
      return [
        ...(name.length > 253 ? ['must be no more than 253 characters'] : []),
        ...(subdomain.test(name) ? [] : [subdomainMessage]),
      ];
  }
}

function qualifiedName(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const why: string[] = [];
  const name = parts.at(-1)!;
  if (parts.length === 2) {
    if (!parts[0]) why.push('prefix part must be non-empty');
    else if (parts[0].length > 253 || !subdomain.test(parts[0])) {
      why.push(`prefix part ${subdomainMessage}`);
    }
  }
  if (!name) why.push('name part must be non-empty');
  else if (name.length > 63) {
    why.push('name part must be no more than 63 characters');
  }
  if (!qualifiedPart.test(name)) why.push(qualifiedMessage);
  return why;
}

/** Why a map cannot be used as labels; also used for the labels of pod templates. */
export function validateLabels(labels: unknown, field: string): StatusCause[] {
  if (labels === undefined || labels === null) return [];
  return Object.entries(labels as Record<string, unknown>).flatMap(
    ([key, value]) => {
      const causes = qualifiedName(key).map(why =>
        invalidValue(field, key, why),
      );
      const text = String(value);
      if (text.length > 63) {
        causes.push(
          invalidValue(field, text, 'must be no more than 63 characters'),
        );
      } else if (!labelValue.test(text)) {
        causes.push(invalidValue(field, text, labelValueMessage));
      }
      return causes;
    },
  );
}

function validateAnnotations(annotations: unknown): StatusCause[] {
  if (!annotations) return [];
  const field = 'metadata.annotations';
  let size = 0;
  const causes: StatusCause[] = [];
  for (const [key, value] of Object.entries(
    annotations as Record<string, string>,
  )) {
    size += Buffer.byteLength(key) + Buffer.byteLength(String(value));
    causes.push(
      ...qualifiedName(key.toLowerCase()).map(why =>
        invalidValue(field, key, why),
      ),
    );
  }
  if (size > annotationsLimit) {
    causes.push({
      reason: 'FieldValueTooLong',
      field,
      message: `Too long: may not be more than ${annotationsLimit} bytes`,
    });
  }
  return causes;
}

/** The rules that hold for the metadata of every kind. */
export function validateMetadata(
  type: ResourceType,
  object: SandboxObject,
  old?: SandboxObject,
): StatusCause[] {
  const { metadata } = object;
  const causes: StatusCause[] = checkName(nameRule(type), metadata.name).map(
    why => invalidValue('metadata.name', metadata.name, why),
  );
  causes.push(...validateLabels(metadata.labels, 'metadata.labels'));
  causes.push(...validateAnnotations(metadata.annotations));
  (metadata.finalizers ?? []).forEach(finalizer => {
    causes.push(
      ...qualifiedName(finalizer).map(why =>
        invalidValue('metadata.finalizers', finalizer, why),
      ),
    );
  });
  if (old?.metadata.deletionTimestamp) {
    const added = (metadata.finalizers ?? []).filter(
      finalizer => !old.metadata.finalizers?.includes(finalizer),
    );
    if (added.length) {
      causes.push(
        forbiddenValue(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
            .map(f => JSON.stringify(f))
            .join(', ')}}`,
        ),
      );
    }
  }
  const controllers = (metadata.ownerReferences ?? []).filter(
    o => o.controller,
  );
  (metadata.ownerReferences ?? []).forEach((owner, i) => {
    for (const key of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      if (!owner[key]) {
        causes.push(
          invalidValue(
            `metadata.ownerReferences[${i}].${key}`,
            owner[key] ?? '',
            'must not be empty',
          ),
        );
      }
    }
  });
  if (controllers.length > 1) {
    causes.push(
      invalidValue(
        'metadata.ownerReferences',
        controllers.map(o => o.name),
        'Only one reference can have Controller set to true.',
      ),
    );
  }
  return causes;
}
