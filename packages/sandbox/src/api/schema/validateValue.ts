import type { StatusCause } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import { resolveSchema } from './builtinSchemas';
import { fieldPath, isJsonObject } from './json';
import type { Schema } from './Schema';
import { fieldSchema, isEmbedded } from './structure';

const patterns = new Map<string, RegExp | undefined>();

function compile(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    let compiled: RegExp | undefined;
    for (const flags of ['u', '']) {
      try {
        compiled = new RegExp(pattern, flags);
        break;
      } catch {
        // A pattern in Go's dialect that JavaScript cannot read is not enforced.
      }
    }
    patterns.set(pattern, compiled);
  }
  return patterns.get(pattern);
}

const isInteger = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value);

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    default:
      return typeof value === type;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const cause = (
  reason: string,
  field: string,
  message: string,
): StatusCause => ({ reason, field, message });

const show = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
};

const invalid = (field: string, value: unknown, why: string) =>
  cause(
    'FieldValueInvalid',
    field,
    `Invalid value: ${show(value)}: ${field} in body ${why}`,
  );

function checkString(
  schema: Schema,
  value: string,
  path: string,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const length = [...value].length;
  if (schema.minLength !== undefined && length < schema.minLength) {
    causes.push(
      invalid(path, value, `should be at least ${schema.minLength} chars long`),
    );
  }
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    causes.push(
      cause(
        'FieldValueTooLong',
        path,
        `Too long: may not be more than ${schema.maxLength} bytes`,
      ),
    );
  }
  if (schema.pattern && compile(schema.pattern)?.test(value) === false) {
    causes.push(invalid(path, value, `should match '${schema.pattern}'`));
  }
  if (schema.format === 'date-time' && Number.isNaN(Date.parse(value))) {
    causes.push(
      invalid(path, value, `must be of type date-time: ${show(value)}`),
    );
  }
  return causes;
}

function checkNumber(
  schema: Schema,
  value: number,
  path: string,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } =
    schema;
  if (
    minimum !== undefined &&
    (exclusiveMinimum ? value <= minimum : value < minimum)
  ) {
    causes.push(
      invalid(
        path,
        value,
        `should be greater than ${
          exclusiveMinimum ? '' : 'or equal to '
        }${minimum}`,
      ),
    );
  }
  if (
    maximum !== undefined &&
    (exclusiveMaximum ? value >= maximum : value > maximum)
  ) {
    causes.push(
      invalid(
        path,
        value,
        `should be less than ${
          exclusiveMaximum ? '' : 'or equal to '
        }${maximum}`,
      ),
    );
  }
  if (multipleOf && value % multipleOf !== 0) {
    causes.push(invalid(path, value, `should be a multiple of ${multipleOf}`));
  }
  return causes;
}

function checkArray(
  schema: Schema,
  value: unknown[],
  path: string,
): StatusCause[] {
  const causes: StatusCause[] = [];
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    causes.push(
      invalid(
        path,
        value.length,
        `should have at least ${schema.minItems} items`,
      ),
    );
  }
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    causes.push(
      cause(
        'FieldValueTooMany',
        path,
        `Too many: ${value.length}: must have at most ${schema.maxItems} items`,
      ),
    );
    return causes;
  }
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  if (listType === 'set' || listType === 'map') {
    const seen = new Set<string>();
    value.forEach((item, i) => {
      const id =
        listType === 'map' && isJsonObject(item)
          ? JSON.stringify((keys ?? []).map(key => item[key]))
          : JSON.stringify(item);
      if (seen.has(id)) {
        causes.push(
          cause(
            'FieldValueDuplicate',
            `${path}[${i}]`,
            `Duplicate value: ${
              listType === 'map' && isJsonObject(item)
                ? show(Object.fromEntries((keys ?? []).map(k => [k, item[k]])))
                : show(item)
            }`,
          ),
        );
      }
      seen.add(id);
    });
  }
  if (schema.items) {
    const items = resolveSchema(schema.items);
    value.forEach((item, i) => {
      causes.push(
        ...validateValue(items, item, `${path}[${i}]`, isEmbedded(items)),
      );
    });
  }
  return causes;
}

function checkObject(
  schema: Schema,
  value: Record<string, unknown>,
  path: string,
  isResource: boolean,
): StatusCause[] {
  const causes = (schema.required ?? [])
    .filter(key => value[key] === undefined)
    .map(key =>
      cause('FieldValueRequired', fieldPath(path, key), 'Required value'),
    );
  const size = Object.keys(value).length;
  if (schema.minProperties !== undefined && size < schema.minProperties) {
    causes.push(
      invalid(
        path,
        size,
        `should have at least ${schema.minProperties} properties`,
      ),
    );
  }
  if (schema.maxProperties !== undefined && size > schema.maxProperties) {
    causes.push(
      cause(
        'FieldValueTooMany',
        path,
        `Too many: ${size}: must have at most ${schema.maxProperties} items`,
      ),
    );
  }
  for (const [key, item] of Object.entries(value)) {
    if (isResource && ['apiVersion', 'kind', 'metadata'].includes(key))
      continue;
    const field = fieldSchema(schema, key, isResource);
    if (field && item !== undefined) {
      causes.push(
        ...validateValue(field, item, fieldPath(path, key), isEmbedded(field)),
      );
    }
  }
  return causes;
}

function checkCombinations(
  schema: Schema,
  value: unknown,
  path: string,
): StatusCause[] {
  const passes = (part: Schema) =>
    validateValue(part, value, path, false).length === 0;
  const causes: StatusCause[] = [];
  for (const part of schema.allOf ?? []) {
    causes.push(...validateValue(part, value, path, false));
  }
  if (schema.anyOf && !schema.anyOf.some(passes)) {
    causes.push(
      invalid(path, value, 'must validate at least one schema (anyOf)'),
    );
  }
  if (schema.oneOf) {
    const count = schema.oneOf.filter(passes).length;
    if (count !== 1) {
      causes.push(
        invalid(
          path,
          value,
          `must validate one and only one schema (oneOf). Found ${
            count === 0 ? 'none valid' : `${count} valid alternatives`
          }`,
        ),
      );
    }
  }
  if (schema.not && passes(schema.not)) {
    causes.push(invalid(path, value, 'must not validate the schema (not)'));
  }
  return causes;
}

/** What is wrong with a value, in the API server's words. */
export function validateValue(
  schema: Schema,
  value: unknown,
  path: string,
  isResource: boolean,
): StatusCause[] {
  if (value === null && schema.nullable) return [];
  if (schema['x-kubernetes-int-or-string']) {
    if (!isInteger(value) && typeof value !== 'string') {
      return [
        invalid(
          path,
          typeName(value),
          `must be of type integer,string: ${show(typeName(value))}`,
        ),
      ];
    }
  } else if (schema.type && !hasType(schema.type, value)) {
    return [
      invalid(
        path,
        typeName(value),
        `must be of type ${schema.type}: ${show(typeName(value))}`,
      ),
    ];
  }
  const causes: StatusCause[] = [];
  if (schema.enum && !schema.enum.some(e => deepEqual(e, value))) {
    causes.push(
      cause(
        'FieldValueNotSupported',
        path,
        `Unsupported value: ${show(value)}: supported values: ${schema.enum
          .map(e => JSON.stringify(e))
          .join(', ')}`,
      ),
    );
  }
  if (typeof value === 'string')
    causes.push(...checkString(schema, value, path));
  else if (typeof value === 'number') {
    causes.push(...checkNumber(schema, value, path));
  } else if (Array.isArray(value)) {
    causes.push(...checkArray(schema, value, path));
  } else if (isJsonObject(value)) {
    causes.push(...checkObject(schema, value, path, isResource));
  }
  causes.push(...checkCombinations(schema, value, path));
  return causes;
}
