import { ApiStatusError } from '../ApiStatusError';
import { jsonPatch } from '../patch/jsonPatch';
import { mergePatch } from '../patch/mergePatch';
import { strategicMerge } from '../patch/strategicMergePatch';
import { isJsonObject } from '../schema/json';
import type { Schema } from '../schema/Schema';

/** Media types of PATCH; the last two are server-side apply. */
export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
];

function assertObject(
  patch: unknown,
): asserts patch is Record<string, unknown> {
  if (!isJsonObject(patch)) {
    throw ApiStatusError.badRequest('error decoding patch: not an object');
  }
}

/** Lays a patch of one of the three plain types over an object. */
export function applyPatchBody(
  mediaType: string,
  current: unknown,
  patch: unknown,
  schema: Schema | undefined,
  isCustom: boolean,
): unknown {
  switch (mediaType) {
    case 'application/json-patch+json':
      return jsonPatch(current, patch);
    case 'application/merge-patch+json':
      assertObject(patch);
      return mergePatch(current, patch);
    case 'application/strategic-merge-patch+json':
      if (isCustom) break;
      assertObject(patch);
      return strategicMerge(schema, current, patch);
    default:
  }
  throw ApiStatusError.unsupportedMediaType(
    patchTypes
      .slice(0, 4)
      .filter(t => !isCustom || !t.includes('strategic'))
      .join(', '),
  );
}
