import { deepEqual } from '../../api/deepEqual';
import type { SandboxApi, SandboxObject } from '../../types';
import { refOf } from './owners';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON merge patch that makes `to` of `from`; `undefined` when they are equal. */
export function mergeDifference(from: Fields, to: Fields): Fields | undefined {
  const patch: Fields = {};
  for (const key of Object.keys(from)) {
    if (to[key] === undefined) patch[key] = null;
  }
  for (const [key, value] of Object.entries(to)) {
    if (value === undefined || deepEqual(value, from[key])) continue;
    const before = from[key];
    patch[key] =
      isFields(before) && isFields(value)
        ? mergeDifference(before, value)
        : value;
  }
  return Object.keys(patch).length ? patch : undefined;
}

/** Makes the whole status of an object what is given; writes nothing if it is so already. */
export function writeStatus(
  api: SandboxApi,
  object: SandboxObject,
  status: Fields,
): void {
  const patch = mergeDifference(object.status ?? {}, status);
  if (patch) api.patchStatus(refOf(object), patch);
}

/** Without the numbers that are 0, as Kubernetes leaves them out of most statuses. */
export const withoutZeros = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 0));
