import { applyPatch, type Operation } from 'fast-json-patch';
import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject } from '../schema/json';

const maxOperations = 10_000;

/** RFC 6902 on a copy of `target`; throws 400 for what is no patch, 422 for one that does not fit. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch) || !patch.every(isJsonObject)) {
    throw ApiStatusError.badRequest(
      'error decoding patch: a JSON patch is a list of operations',
    );
  }
  if (patch.length > maxOperations) {
    throw new ApiStatusError(
      413,
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${maxOperations}, got ${patch.length}`,
    );
  }
  for (const { path, from } of patch) {
    if (
      [path, from].some(
        pointer =>
          typeof pointer === 'string' &&
          /(^|\/)(__proto__|constructor|prototype)(\/|$)/.test(pointer),
      )
    ) {
      throw ApiStatusError.badRequest(`error decoding patch: path ${path}`);
    }
  }
  try {
    return applyPatch(
      structuredClone(target),
      structuredClone(patch) as unknown as Operation[],
      true,
      true,
    ).newDocument;
  } catch (error) {
    const reason = (error as { name?: string }).name ?? 'invalid patch';
    const failed = (error as { operation?: { op?: string; path?: string } })
      .operation;
    throw new ApiStatusError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${reason}${
        failed ? ` at ${failed.op} ${failed.path}` : ''
      }`,
    );
  }
}
