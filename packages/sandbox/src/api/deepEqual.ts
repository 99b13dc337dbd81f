/** Equality of JSON values; a key that is undefined counts as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    return false;
  }
  if (Array.isArray(a)) {
    const other = b as unknown[];
    return (
      a.length === other.length &&
      a.every((item, i) => deepEqual(item, other[i]))
    );
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const defined = (o: Record<string, unknown>) =>
    Object.keys(o).filter(k => o[k] !== undefined);
  const keys = defined(left);
  return (
    keys.length === defined(right).length &&
    keys.every(k => Object.hasOwn(right, k) && deepEqual(left[k], right[k]))
  );
}
