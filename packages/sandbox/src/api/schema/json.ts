/** A JSON object. */
export type JsonObject = Record<string, unknown>;

/** True for JSON objects, not for arrays and null. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Appends a field to a path as the API server writes paths. */
export const fieldPath = (path: string, key: string) =>
  path ? `${path}.${key}` : key;

/** Deepest nesting that a document may have. */
export const maxDepth = 500;

/** Whether a value is nested deeper than the sandbox reads. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap(item =>
      typeof item === 'object' && item !== null
        ? Object.values(item).filter(v => typeof v === 'object' && v !== null)
        : [],
    );
  }
  return false;
}
