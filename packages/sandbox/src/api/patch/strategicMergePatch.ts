import { ApiStatusError } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import { resolveSchema } from '../schema/builtinSchemas';
import { isJsonObject, type JsonObject } from '../schema/json';
import type { Schema } from '../schema/Schema';
import { fieldSchema } from '../schema/structure';
import { setOwn } from './mergePatch';

const directives = /^\$(setElementOrder|deleteFromPrimitiveList)\/(.+)$/;

function directive(patch: JsonObject): unknown {
  return patch.$patch;
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(patch).filter(
      ([key]) =>
        key !== '$patch' && key !== '$retainKeys' && !directives.test(key),
    ),
  );
}

function mergesBy(schema: Schema | undefined): string | undefined {
  return schema?.['x-kubernetes-patch-strategy']?.includes('merge')
    ? schema['x-kubernetes-patch-merge-key']
    : undefined;
}

function sortBy<T>(
  list: T[],
  order: unknown[],
  idOf: (item: T) => unknown,
): T[] {
  const position = (item: T) =>
    order.findIndex(wanted => deepEqual(wanted, idOf(item)));
  const ordered = list
    .filter(item => position(item) >= 0)
    .sort((a, b) => position(a) - position(b));
  let next = 0;
  // Items that the order does not name stay where they are, in relation to their neighbours.
  return list.map(item => {
    if (position(item) < 0) return item;
    next += 1;
    return ordered[next - 1];
  });
}

function mergePrimitives(
  target: unknown[],
  patch: unknown[] | undefined,
  removed: unknown[],
): unknown[] {
  const kept = target.filter(item => !removed.some(r => deepEqual(r, item)));
  for (const item of patch ?? []) {
    if (!kept.some(k => deepEqual(k, item))) kept.push(item);
  }
  return kept;
}

function mergeItems(
  schema: Schema,
  mergeKey: string,
  target: unknown[],
  patch: unknown[],
  path: string,
): unknown[] {
  const items = schema.items && resolveSchema(schema.items);
  if (patch.some(item => isJsonObject(item) && item.$patch === 'replace')) {
    return patch.filter(
      item => !(isJsonObject(item) && item.$patch === 'replace'),
    );
  }
  let result = [...target];
  for (const item of patch) {
    if (!isJsonObject(item) || item[mergeKey] === undefined) {
      throw ApiStatusError.badRequest(
        `map: ${JSON.stringify(
          item,
        )} does not contain declared merge key: ${mergeKey} (${path})`,
      );
    }
    const same = (other: unknown) =>
      isJsonObject(other) && deepEqual(other[mergeKey], item[mergeKey]);
    if (directive(item) === 'delete') {
      result = result.filter(other => !same(other));
      continue;
    }
    const at = result.findIndex(same);
    if (at < 0) result.push(strategicMerge(items, undefined, item, path));
    else result[at] = strategicMerge(items, result[at], item, path);
  }
  return result;
}

function mergeField(
  schema: Schema | undefined,
  target: unknown,
  patch: unknown,
  path: string,
): unknown {
  if (Array.isArray(patch) && Array.isArray(target ?? [])) {
    const mergeKey = mergesBy(schema);
    if (schema && mergeKey) {
      return mergeItems(
        schema,
        mergeKey,
        (target as unknown[]) ?? [],
        patch,
        path,
      );
    }
    if (schema?.['x-kubernetes-patch-strategy']?.includes('merge')) {
      return mergePrimitives((target as unknown[]) ?? [], patch, []);
    }
    return patch;
  }
  if (isJsonObject(patch)) return strategicMerge(schema, target, patch, path);
  return patch;
}

/**
 * Strategic merge patch: lists of the built-in kinds merge by their keys, with the directives `$patch`, `$retainKeys`,
 * `$setElementOrder/<field>` and `$deleteFromPrimitiveList/<field>`. Neither argument is changed.
 */
export function strategicMerge(
  schema: Schema | undefined,
  target: unknown,
  patch: JsonObject,
  path = '',
): unknown {
  if (directive(patch) === 'replace') return withoutDirectives(patch);
  if (directive(patch) === 'delete') return {};
  if (directive(patch) !== undefined && directive(patch) !== 'merge') {
    throw ApiStatusError.badRequest(
      `unknown patch type: ${JSON.stringify(directive(patch))}`,
    );
  }
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  if (Array.isArray(patch.$retainKeys)) {
    for (const key of Object.keys(result)) {
      if (!patch.$retainKeys.includes(key)) delete result[key];
    }
  }
  const fieldOf = (key: string) => schema && fieldSchema(schema, key, !path);
  for (const [key, value] of Object.entries(withoutDirectives(patch))) {
    if (value === null) delete result[key];
    else {
      setOwn(
        result,
        key,
        mergeField(
          fieldOf(key),
          Object.hasOwn(result, key) ? result[key] : undefined,
          value,
          path ? `${path}.${key}` : key,
        ),
      );
    }
  }
  for (const [key, value] of Object.entries(patch)) {
    const [, name, field] = directives.exec(key) ?? [];
    if (!name || !Array.isArray(value)) continue;
    const list = Array.isArray(result[field])
      ? (result[field] as unknown[])
      : [];
    if (name === 'deleteFromPrimitiveList') {
      result[field] = mergePrimitives(list, undefined, value);
    } else if (Array.isArray(result[field])) {
      const mergeKey = mergesBy(fieldOf(field));
      result[field] = mergeKey
        ? sortBy(
            list,
            value.map(item => (item as JsonObject)?.[mergeKey]),
            item => (item as JsonObject)[mergeKey],
          )
        : sortBy(list, value, item => item);
    }
  }
  return result;
}
