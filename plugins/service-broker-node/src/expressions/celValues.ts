import type { JsonValue } from '@backstage/types';

/** Stands for a key or an element that is left out. */
export const OMIT = Symbol('omit');

/**
 * JSON as CEL sees it: whole numbers are `int`, which JavaScript holds as BigInt, and objects are maps, so that a key such as
 * `constructor` in a live object is a key and nothing else. To Kubernetes null is the same as absent, and so it is here.
 */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(toCel);
  if (value instanceof Map) return value;
  if (typeof value === 'object' && value !== null) {
    const map = new Map<string, unknown>();
    for (const [key, entry] of Object.entries(value)) {
      if (entry !== undefined && entry !== null) map.set(key, toCel(entry));
    }
    return map;
  }
  return value;
}

interface OptionalLike {
  hasValue(): boolean;
  value(): unknown;
}

function isOptional(value: object): value is OptionalLike {
  return (
    'hasValue' in value &&
    typeof value.hasValue === 'function' &&
    'value' in value &&
    typeof value.value === 'function'
  );
}

/** The way back. Throws `TypeError` for what JSON cannot hold. */
export function fromCel(value: unknown): JsonValue | typeof OMIT {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint': {
      const number = Number(value);
      if (!Number.isSafeInteger(number)) {
        throw new TypeError('the number is too large');
      }
      return number;
    }
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('not a finite number');
      return value;
    case 'object':
      break;
    default:
      throw new TypeError(`a ${typeof value} cannot be written as YAML`);
  }
  if (value === null) return null;
  if (Array.isArray(value)) {
    return value
      .map(fromCel)
      .filter((entry): entry is JsonValue => entry !== OMIT);
  }
  if (isOptional(value)) {
    return value.hasValue() ? fromCel(value.value()) : OMIT;
  }
  const prototype = Object.getPrototypeOf(value);
  const entries =
    value instanceof Map ? [...value.entries()] : Object.entries(value);
  if (
    !(value instanceof Map) &&
    prototype !== Object.prototype &&
    prototype !== null
  ) {
    throw new TypeError('a value of this type cannot be written as YAML');
  }
  return Object.fromEntries(
    entries
      .map(([key, entry]) => [String(key), fromCel(entry)] as const)
      .filter(
        (entry): entry is readonly [string, JsonValue] => entry[1] !== OMIT,
      ),
  );
}
