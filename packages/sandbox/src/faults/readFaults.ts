import { randomUUID } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { Fault } from './Fault';

const codes = [409, 429, 500, 503, 504];

/** Fields of each kind with the check of their value. */
const fields: Record<string, Record<string, (value: unknown) => boolean>> = {
  latency: { ms: isCount },
  status: {
    code: value => codes.includes(value as number),
    retryAfterSeconds: optional(isCount),
  },
  expiredWatch: {},
  cutWatch: { afterMs: optional(isCount) },
  silentWatch: {},
  lostAnswer: {},
  truncatedAnswer: { bytes: isCount },
  blackHole: {},
  down: {},
};
const shared: Record<string, (value: unknown) => boolean> = {
  kind: value => typeof value === 'string',
  id: optional(value => typeof value === 'string' && value !== ''),
  count: optional(value => isCount(value) && value > 0),
  match: optional(isMatch),
};

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function optional(check: (value: unknown) => boolean) {
  return (value: unknown) => value === undefined || check(value);
}

function isMatch(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([key, wanted]) =>
        ['verb', 'plural', 'namespace'].includes(key) &&
        typeof wanted === 'string',
    )
  );
}

/** Reads the list of a PUT /faults; throws InputError that names the field. */
export function readFaults(body: unknown): Fault[] {
  if (!Array.isArray(body)) {
    throw new InputError('The body must be a list of faults');
  }
  const faults = body.map((item, i) => {
    if (typeof item !== 'object' || item === null) {
      throw new InputError(`[${i}] must be an object`);
    }
    const own = Object.hasOwn(fields, item.kind)
      ? fields[item.kind]
      : undefined;
    if (!own) {
      throw new InputError(
        `[${i}].kind must be one of ${Object.keys(fields).join(', ')}`,
      );
    }
    const known = { ...shared, ...own };
    for (const key of Object.keys(item)) {
      if (!Object.hasOwn(known, key)) {
        throw new InputError(
          `[${i}].${key} is not a field of a ${item.kind} fault`,
        );
      }
    }
    for (const [key, check] of Object.entries(known)) {
      if (!check(item[key])) throw new InputError(`[${i}].${key} is not valid`);
    }
    return { ...item, id: item.id ?? randomUUID() } as Fault;
  });
  if (new Set(faults.map(f => f.id)).size < faults.length) {
    throw new InputError('Every fault needs an id of its own');
  }
  return faults;
}
