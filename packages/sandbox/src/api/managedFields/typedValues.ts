import { deepEqual } from '../deepEqual';
import { isJsonObject, type JsonObject } from '../schema/json';
import type { Schema } from '../schema/Schema';
import { setOwn } from '../patch/mergePatch';
import { FieldSet, type FieldPath } from './FieldSet';
import {
  elementOf,
  isKeyOf,
  schemaOfField,
  schemaOfItem,
  topologyOf,
} from './topology';

/** Collects the paths of all values below `value`; containers only where they are empty, atomic or items of a list. */
export function collectFields(
  schema: Schema | undefined,
  value: unknown,
  path: FieldPath,
  into: FieldSet,
): void {
  switch (topologyOf(schema, value)) {
    case 'fields': {
      const keys = Object.keys(value as JsonObject);
      if (!keys.length && path.length) into.add(path);
      for (const key of keys) {
        collectFields(
          schemaOfField(schema, key, !path.length),
          (value as JsonObject)[key],
          [...path, `f:${key}`],
          into,
        );
      }
      break;
    }
    case 'mapList':
    case 'set': {
      const list = value as unknown[];
      if (!list.length) into.add(path);
      for (const item of list) {
        const element = elementOf(schema, item);
        if (!element) continue;
        const at = [...path, element];
        into.add(at);
        if (isJsonObject(item))
          collectFields(schemaOfItem(schema), item, at, into);
      }
      break;
    }
    default:
      into.add(path);
  }
}

/** Which paths a write added or changed, and which it took away. */
export interface Comparison {
  changed: FieldSet;
  removed: FieldSet;
}

function byElement(schema: Schema | undefined, list: unknown[]) {
  return new Map(
    list.flatMap(item => {
      const element = elementOf(schema, item);
      return element ? [[element, item] as const] : [];
    }),
  );
}

function compareInto(
  schema: Schema | undefined,
  before: unknown,
  after: unknown,
  path: FieldPath,
  result: Comparison,
): void {
  if (deepEqual(before, after)) return;
  const topology = topologyOf(schema, after);
  if (
    before === undefined ||
    after === undefined ||
    topologyOf(schema, before) !== topology
  ) {
    if (before !== undefined)
      collectFields(schema, before, path, result.removed);
    if (after !== undefined) collectFields(schema, after, path, result.changed);
    return;
  }
  if (topology === 'scalar' || topology === 'atomic') {
    result.changed.add(path);
    return;
  }
  if (topology === 'fields') {
    const old = before as JsonObject;
    const next = after as JsonObject;
    for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
      compareInto(
        schemaOfField(schema, key, !path.length),
        old[key],
        next[key],
        [...path, `f:${key}`],
        result,
      );
    }
    if (!Object.keys(next).length && path.length) result.changed.add(path);
    else if (!Object.keys(old).length) result.removed.add(path);
    return;
  }
  const old = byElement(schema, before as unknown[]);
  const next = byElement(schema, after as unknown[]);
  for (const element of new Set([...old.keys(), ...next.keys()])) {
    const at = [...path, element];
    if (!next.has(element)) result.removed.add(at);
    if (!old.has(element)) result.changed.add(at);
    if (element.startsWith('k:')) {
      compareInto(
        schemaOfItem(schema),
        old.get(element),
        next.get(element),
        at,
        result,
      );
    }
  }
}

/** Compares two states of an object by its schema. */
export function compareTyped(
  schema: Schema | undefined,
  before: unknown,
  after: unknown,
): Comparison {
  const result = { changed: new FieldSet(), removed: new FieldSet() };
  compareInto(schema, before, after, [], result);
  return {
    changed: result.changed,
    removed: result.removed.minus(result.changed),
  };
}

function mergeLists(
  schema: Schema | undefined,
  live: unknown[],
  applied: unknown[],
  path: FieldPath,
): unknown[] {
  const current = byElement(schema, live);
  const order = [...current.keys()];
  const wanted = byElement(schema, applied);
  const merged = new Map(current);
  for (const [element, item] of wanted) {
    merged.set(
      element,
      current.has(element)
        ? mergeTyped(schemaOfItem(schema), current.get(element), item, [
            ...path,
            element,
          ])
        : item,
    );
  }
  const shared = [...wanted.keys()].filter(e => current.has(e));
  const sameOrder = deepEqual(
    shared,
    order.filter(e => wanted.has(e)),
  );
  const sequence = sameOrder
    ? order
    : [...shared, ...order.filter(e => !wanted.has(e))];
  let previous: string | undefined;
  for (const element of wanted.keys()) {
    if (!current.has(element)) {
      const at =
        previous === undefined
          ? sequence.length
          : sequence.indexOf(previous) + 1;
      sequence.splice(at, 0, element);
    }
    previous = element;
  }
  return sequence.map(element => merged.get(element));
}

/** Lays an applied configuration over the live object. Neither is changed. */
export function mergeTyped(
  schema: Schema | undefined,
  live: unknown,
  applied: unknown,
  path: FieldPath = [],
): unknown {
  const topology = topologyOf(schema, applied);
  if (
    live === undefined ||
    live === null ||
    topology !== topologyOf(schema, live)
  ) {
    return applied;
  }
  if (topology === 'fields') {
    const result: JsonObject = { ...(live as JsonObject) };
    for (const [key, value] of Object.entries(applied as JsonObject)) {
      setOwn(
        result,
        key,
        mergeTyped(
          schemaOfField(schema, key, !path.length),
          Object.hasOwn(result, key) ? result[key] : undefined,
          value,
          [...path, `f:${key}`],
        ),
      );
    }
    return result;
  }
  if (topology === 'mapList' || topology === 'set') {
    return mergeLists(schema, live as unknown[], applied as unknown[], path);
  }
  return applied;
}

/**
 * Takes fields out of an object; a container that loses its last part goes with it. Items that hold something of `kept`
 * stay, with the keys that name them.
 */
export function removeFields(
  schema: Schema | undefined,
  value: unknown,
  gone: FieldSet,
  kept: FieldSet,
  path: FieldPath = [],
): unknown {
  if (path.length && gone.has(path) && !kept.hasWithin(path)) return undefined;
  const topology = topologyOf(schema, value);
  if (topology === 'fields' && gone.hasWithin(path)) {
    const result: JsonObject = {};
    const element = path.at(-1) ?? '';
    for (const [key, item] of Object.entries(value as JsonObject)) {
      const next = isKeyOf(element, `f:${key}`)
        ? item
        : removeFields(
            schemaOfField(schema, key, !path.length),
            item,
            gone,
            kept,
            [...path, `f:${key}`],
          );
      if (next !== undefined) setOwn(result, key, next);
    }
    return Object.keys(result).length || !path.length ? result : undefined;
  }
  if ((topology === 'mapList' || topology === 'set') && gone.hasWithin(path)) {
    const items = (value as unknown[]).flatMap(item => {
      const element = elementOf(schema, item);
      if (!element) return [item];
      const next = removeFields(schemaOfItem(schema), item, gone, kept, [
        ...path,
        element,
      ]);
      return next === undefined ? [] : [next];
    });
    return items.length ? items : undefined;
  }
  return value;
}
