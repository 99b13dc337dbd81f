import { objectMetaSchema, resolveSchema } from './builtinSchemas';
import { isJsonObject } from './json';
import type { Schema } from './Schema';

const identity: Record<string, Schema> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: objectMetaSchema,
};

/**
 * The schema of one field of an object, or `undefined` when the schema does not know it. The root of a kind and embedded
 * resources know apiVersion, kind and metadata whatever their schema says.
 */
export function fieldSchema(
  schema: Schema,
  key: string,
  isResource: boolean,
): Schema | undefined {
  if (isResource && Object.hasOwn(identity, key)) return identity[key];
  const { properties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, key)) {
    return resolveSchema(properties[key]);
  }
  if (isJsonObject(additionalProperties)) {
    return resolveSchema(additionalProperties as Schema);
  }
  return additionalProperties === true ? {} : undefined;
}

/** Whether fields outside the schema are kept. */
export function keepsUnknown(schema: Schema): boolean {
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema.additionalProperties === true ||
    (!schema.properties &&
      !schema.additionalProperties &&
      !schema.items &&
      schema.type === undefined)
  );
}

/** Whether a value below is a whole Kubernetes object. */
export function isEmbedded(schema: Schema): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}
