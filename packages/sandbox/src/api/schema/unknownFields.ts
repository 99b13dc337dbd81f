import { resolveSchema } from './builtinSchemas';
import { fieldPath, isJsonObject } from './json';
import type { Schema } from './Schema';
import { fieldSchema, isEmbedded, keepsUnknown } from './structure';

/** Removes what the schema does not know and answers the paths of what was removed. Changes `value`. */
export function pruneUnknown(
  schema: Schema,
  value: unknown,
  isResource = true,
  path = '',
): string[] {
  if (Array.isArray(value)) {
    if (!schema.items) return [];
    const items = resolveSchema(schema.items);
    return value.flatMap((item, i) =>
      pruneUnknown(items, item, isEmbedded(items), `${path}[${i}]`),
    );
  }
  if (!isJsonObject(value)) return [];
  const removed: string[] = [];
  for (const key of Object.keys(value)) {
    const field = fieldSchema(schema, key, isResource);
    const at = fieldPath(path, key);
    if (field) {
      removed.push(...pruneUnknown(field, value[key], isEmbedded(field), at));
    } else if (!keepsUnknown(schema)) {
      removed.push(at);
      delete value[key];
    }
  }
  return removed;
}
