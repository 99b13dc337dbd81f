import { resolveSchema } from './builtinSchemas';
import { isJsonObject } from './json';
import type { Schema } from './Schema';

/** Puts the schema's defaults where a field is absent; a null that may not be counts as absent. Changes `value`. */
export function applyDefaults(schema: Schema, value: unknown): void {
  if (Array.isArray(value)) {
    if (!schema.items) return;
    const items = resolveSchema(schema.items);
    value.forEach(item => applyDefaults(items, item));
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [key, reference] of Object.entries(schema.properties ?? {})) {
    const field = resolveSchema(reference);
    if (value[key] === null && Object.hasOwn(value, key) && !field.nullable) {
      delete value[key];
    }
    if (field.default !== undefined && !Object.hasOwn(value, key)) {
      value[key] = structuredClone(field.default);
    }
    if (Object.hasOwn(value, key)) applyDefaults(field, value[key]);
  }
  if (isJsonObject(schema.additionalProperties)) {
    const field = resolveSchema(schema.additionalProperties as Schema);
    for (const [key, item] of Object.entries(value)) {
      if (!schema.properties || !Object.hasOwn(schema.properties, key)) {
        applyDefaults(field, item);
      }
    }
  }
}

/** Drops nulls as decoding into a struct does: a field that is null is a field that is not there. Changes `value`. */
export function dropNulls(schema: Schema, value: unknown): void {
  if (schema['x-kubernetes-preserve-unknown-fields']) return;
  if (Array.isArray(value)) {
    const items = schema.items && resolveSchema(schema.items);
    if (items) value.forEach(item => dropNulls(items, item));
    return;
  }
  if (!isJsonObject(value)) return;
  for (const key of Object.keys(value)) {
    const field =
      schema.properties && Object.hasOwn(schema.properties, key)
        ? resolveSchema(schema.properties[key])
        : isJsonObject(schema.additionalProperties) &&
          resolveSchema(schema.additionalProperties as Schema);
    if (value[key] === null) delete value[key];
    else if (field) dropNulls(field, value[key]);
  }
}
