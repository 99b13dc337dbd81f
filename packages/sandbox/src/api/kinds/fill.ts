/** Sets what is absent; changes `target`. */
export function fill(
  target: Record<string, any>,
  defaults: Record<string, unknown>,
): void {
  for (const [key, value] of Object.entries(defaults)) {
    if (target[key] === undefined) target[key] = structuredClone(value);
  }
}
