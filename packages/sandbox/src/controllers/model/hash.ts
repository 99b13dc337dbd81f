import { createHash } from 'node:crypto';

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** Without vowels and look-alikes, as Kubernetes writes hashes into names. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for a value, fit for the end of an object's name. */
export function shortHash(value: unknown, length = 10): string {
  const digest = createHash('sha256').update(canonicalJson(value)).digest();
  return [...digest.subarray(0, length)]
    .map(byte => ALPHABET[byte % ALPHABET.length])
    .join('');
}
