import type { Schema } from './Schema';
import generated from './builtinDefinitions.json';

const kinds = generated.kinds as Record<string, string>;
const definitions = generated.definitions as unknown as Record<string, Schema>;

/** Metadata of every object. */
export const objectMetaSchema: Schema = definitions.V1ObjectMeta;

/** Shape of a built-in kind; absent for the few that are kept as they come. */
export function builtinSchema(
  apiVersion: string,
  kind: string,
): Schema | undefined {
  const name = kinds[`${apiVersion}/${kind}`];
  return name ? definitions[name] : undefined;
}

/** Every definition by name, as the OpenAPI documents list them. */
export function builtinDefinitions(): Record<string, Schema> {
  return definitions;
}

/** Name of the definition of a built-in kind. */
export function builtinDefinitionName(
  apiVersion: string,
  kind: string,
): string | undefined {
  return kinds[`${apiVersion}/${kind}`];
}

const merged = new WeakMap<Schema, Schema>();

/** Follows a reference; what stands beside it wins. */
export function resolveSchema(schema: Schema): Schema {
  if (!schema.$ref) return schema;
  let known = merged.get(schema);
  if (!known) {
    const { $ref, ...beside } = schema;
    const target = definitions[$ref!];
    known = Object.keys(beside).length ? { ...target, ...beside } : target;
    merged.set(schema, known);
  }
  return known;
}
