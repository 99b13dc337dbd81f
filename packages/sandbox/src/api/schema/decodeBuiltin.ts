import { ApiStatusError } from '../ApiStatusError';
import { resolveSchema } from './builtinSchemas';
import { fieldPath, isJsonObject } from './json';
import type { Schema } from './Schema';

const quantityPattern = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

const goType: Record<string, string> = {
  int32: 'int32',
  int64: 'int64',
};

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/**
 * Refuses values of the wrong type in a built-in kind, as decoding into a struct does, and turns quantities into strings.
 * Changes `object`.
 */
export function decodeBuiltin(
  schema: Schema,
  object: unknown,
  kind: string,
  version: string,
): void {
  const fail = (problem: string): never => {
    throw ApiStatusError.badRequest(
      `${kind} in version "${version}" cannot be handled as a ${kind}: ${problem}`,
    );
  };
  const wrong = (value: unknown, path: string, wanted: string): never =>
    fail(
      `json: cannot unmarshal ${jsonType(
        value,
      )} into Go struct field ${kind}.${path} of type ${wanted}`,
    );

  const integer = (
    value: unknown,
    format: string | undefined,
    path: string,
  ) => {
    if (typeof value !== 'number') {
      wrong(value, path, goType[format ?? ''] ?? 'int64');
    }
    const limit = format === 'int32' ? 2 ** 31 : 2 ** 63;
    const number = value as number;
    if (!Number.isInteger(number) || number >= limit || number < -limit) {
      fail(
        `json: cannot unmarshal number ${value} into Go struct field ${kind}.${path} of type ${
          goType[format ?? ''] ?? 'int64'
        }`,
      );
    }
  };

  const visit = (field: Schema, value: unknown, path: string): unknown => {
    if (field['x-kubernetes-preserve-unknown-fields'] || value === undefined) {
      return value;
    }
    if (field['x-kubernetes-int-or-string']) {
      if (typeof value !== 'string' && typeof value !== 'number') {
        wrong(
          value,
          path,
          field.format === 'quantity'
            ? 'resource.Quantity'
            : 'intstr.IntOrString',
        );
      }
      if (field.format !== 'quantity') return value;
      if (!quantityPattern.test(String(value))) {
        fail(
          `quantities must match the regular expression '${quantityPattern.source}'`,
        );
      }
      return String(value);
    }
    switch (field.type) {
      case 'string':
        if (typeof value !== 'string') wrong(value, path, 'string');
        return value;
      case 'boolean':
        if (typeof value !== 'boolean') wrong(value, path, 'bool');
        return value;
      case 'integer':
        integer(value, field.format, path);
        return value;
      case 'number':
        if (typeof value !== 'number') wrong(value, path, 'float64');
        return value;
      case 'array': {
        if (!Array.isArray(value)) return wrong(value, path, '[]slice');
        const items = resolveSchema(field.items ?? {});
        value.forEach((item, i) => {
          value[i] = visit(items, item, path);
        });
        return value;
      }
      case 'object': {
        if (!isJsonObject(value)) return wrong(value, path, 'struct');
        for (const key of Object.keys(value)) {
          const known =
            field.properties && Object.hasOwn(field.properties, key)
              ? field.properties[key]
              : isJsonObject(field.additionalProperties) &&
                (field.additionalProperties as Schema);
          if (known) {
            const next = visit(
              resolveSchema(known),
              value[key],
              fieldPath(path, key),
            );
            if (next !== value[key]) value[key] = next;
          }
        }
        return value;
      }
      default:
        return value;
    }
  };
  visit(schema, object, '');
}

/** Required fields that a built-in object lacks; its status is the business of who reports it. */
export function missingFields(
  schema: Schema,
  value: unknown,
  path = '',
): string[] {
  if (Array.isArray(value)) {
    const items = resolveSchema(schema.items ?? {});
    return value.flatMap((item, i) =>
      missingFields(items, item, `${path}[${i}]`),
    );
  }
  if (!isJsonObject(value)) return [];
  const missing = (schema.required ?? [])
    .filter(key => value[key] === undefined)
    .map(key => fieldPath(path, key));
  for (const [key, item] of Object.entries(value)) {
    if (!path && (key === 'status' || key === 'metadata')) continue;
    const field =
      schema.properties && Object.hasOwn(schema.properties, key)
        ? schema.properties[key]
        : isJsonObject(schema.additionalProperties) &&
          (schema.additionalProperties as Schema);
    if (field) {
      missing.push(
        ...missingFields(resolveSchema(field), item, fieldPath(path, key)),
      );
    }
  }
  return missing;
}
