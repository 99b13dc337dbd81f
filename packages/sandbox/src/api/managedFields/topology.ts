import { resolveSchema } from '../schema/builtinSchemas';
import { isJsonObject, type JsonObject } from '../schema/json';
import type { Schema } from '../schema/Schema';
import { fieldSchema, isEmbedded } from '../schema/structure';
import type { PathElement } from './FieldSet';

/** How server-side apply treats a value: as one thing, or by its parts. */
export type Topology = 'scalar' | 'atomic' | 'fields' | 'mapList' | 'set';

/** What a value is by its schema; without one, objects have fields and lists are atomic. */
export function topologyOf(
  schema: Schema | undefined,
  value: unknown,
): Topology {
  if (Array.isArray(value)) {
    const type = schema?.['x-kubernetes-list-type'];
    if (type === 'map') return 'mapList';
    return type === 'set' ? 'set' : 'atomic';
  }
  if (isJsonObject(value)) {
    return schema?.['x-kubernetes-map-type'] === 'atomic' ? 'atomic' : 'fields';
  }
  return 'scalar';
}

/** Schema of a field; `undefined` where nothing is said about it. */
export function schemaOfField(
  schema: Schema | undefined,
  key: string,
  isRoot: boolean,
): Schema | undefined {
  return schema
    ? fieldSchema(schema, key, isRoot || isEmbedded(schema))
    : undefined;
}

/** Schema of a list's items. */
export function schemaOfItem(schema: Schema | undefined): Schema | undefined {
  return schema?.items && resolveSchema(schema.items);
}

function keyValue(items: Schema | undefined, item: JsonObject, key: string) {
  if (item[key] !== undefined) return item[key];
  const field = items?.properties?.[key];
  return field && resolveSchema(field).default;
}

/** Name of an item among its siblings; `undefined` when an item of a map list lacks one of its keys. */
export function elementOf(
  schema: Schema | undefined,
  item: unknown,
): PathElement | undefined {
  if (schema?.['x-kubernetes-list-type'] === 'set') {
    return `v:${JSON.stringify(item)}`;
  }
  if (!isJsonObject(item)) return undefined;
  const items = schemaOfItem(schema);
  const keys: JsonObject = {};
  for (const key of [
    ...(schema?.['x-kubernetes-list-map-keys'] ?? []),
  ].sort()) {
    const value = keyValue(items, item, key);
    if (value === undefined) return undefined;
    keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** Whether a field is one of the keys that name the item it stands in. */
export function isKeyOf(element: PathElement, field: PathElement): boolean {
  return (
    element.startsWith('k:') &&
    field.startsWith('f:') &&
    Object.hasOwn(JSON.parse(element.slice(2)), field.slice(2))
  );
}
