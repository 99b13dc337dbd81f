import { ApiStatusError } from '../ApiStatusError';
import type { ObjectOperations } from '../operations/ObjectOperations';
import type { ResourceType } from '../registry/ResourceType';
import { parseFieldSelector } from '../selectors/fieldSelector';
import { parseLabelSelector } from '../selectors/labelSelector';
import type { StoredObject } from '../../store';
import type { SandboxObject } from '../../types';

/** What a list or watch is about. */
export interface Selection {
  type: ResourceType;
  namespace?: string;
  matches(object: SandboxObject): boolean;
  hasSelectors: boolean;
}

/** Selectors of a list or watch; `name` as if selected by metadata.name. */
export function readSelection(
  type: ResourceType,
  namespace: string | undefined,
  query: URLSearchParams,
  name?: string,
): Selection {
  const labels = parseLabelSelector(query.get('labelSelector') ?? undefined);
  const fields = parseFieldSelector(
    type,
    query.get('fieldSelector') ?? undefined,
  );
  return {
    type,
    namespace: type.namespaced ? namespace : undefined,
    hasSelectors: Boolean(labels || fields || name),
    matches: object =>
      (!name || object.metadata.name === name) &&
      (!labels || labels(object.metadata.labels)) &&
      (!fields || fields.matches(object)),
  };
}

/** A resourceVersion of the query; throws 400 for what is no number. */
export function readVersion(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion');
  if (!text) return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw ApiStatusError.badRequest(
      `Invalid value: ${JSON.stringify(
        text,
      )}: resourceVersion must be a number`,
    );
  }
  return Number(text);
}

/** 504 for a version that the store has not reached. */
export function assertVersionReached(version: number, current: number): void {
  if (version > current) {
    throw new ApiStatusError(
      504,
      'Timeout',
      `Too large resource version: ${version}, current: ${current}`,
      {
        retryAfterSeconds: 1,
        causes: [
          {
            reason: 'ResourceVersionTooLarge',
            message: 'Too large resource version',
          },
        ],
      },
    );
  }
}

interface ContinueToken {
  version: number;
  after: string;
}

const positionOf = ({ metadata }: SandboxObject) =>
  `${metadata.namespace ?? ''}\u0000${metadata.name}`;

function readContinue(text: string): ContinueToken {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Number.isInteger(token.v) && typeof token.after === 'string') {
      return { version: token.v, after: token.after };
    }
  } catch {
    // Not a token of ours: told below.
  }
  throw ApiStatusError.badRequest('continue key is not valid');
}

/** A page of a list. */
export interface Page {
  items: StoredObject[];
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

function checkVersion(
  query: URLSearchParams,
  operations: ObjectOperations,
): void {
  const match = query.get('resourceVersionMatch');
  const version = readVersion(query);
  if (match && version === undefined) {
    throw ApiStatusError.invalid(
      { group: 'meta.k8s.io', kind: 'ListOptions' },
      '',
      [
        {
          reason: 'FieldValueForbidden',
          field: 'resourceVersionMatch',
          message:
            'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
        },
      ],
    );
  }
  const current = operations.store.currentVersion();
  if (version !== undefined) assertVersionReached(version, current);
  if (match === 'Exact' && version !== current) {
    throw ApiStatusError.expired(
      'The resourceVersion for the provided list is too old.',
    );
  }
}

/** Lists a page in order of namespace and name. Pages see later writes; a watch from the first page's version makes up for it. */
export function listPage(
  operations: ObjectOperations,
  selection: Selection,
  query: URLSearchParams,
): Page {
  const limitText = query.get('limit') ?? '0';
  if (!/^-?\d{1,12}$/.test(limitText)) {
    throw ApiStatusError.badRequest(
      `strconv.ParseInt: parsing ${JSON.stringify(limitText)}: invalid syntax`,
    );
  }
  const limit = Math.max(0, Number(limitText));
  const token = query.get('continue');
  let version = operations.store.currentVersion();
  let after: string | undefined;
  if (token) {
    const from = readContinue(token);
    if (query.get('resourceVersion') && query.get('resourceVersion') !== '0') {
      throw ApiStatusError.badRequest(
        'specifying resource version is not allowed when using continue',
      );
    }
    if (from.version < operations.store.oldestVersion()) {
      throw ApiStatusError.expired(
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
      );
    }
    ({ version, after } = from);
  } else {
    checkVersion(query, operations);
  }
  let items = operations
    .list(selection.type, selection.namespace)
    .filter(({ object }) => selection.matches(object));
  if (after !== undefined) {
    items = items.filter(({ object }) => positionOf(object) > after!);
  }
  const page: Page = { items, resourceVersion: String(version) };
  if (limit > 0 && items.length > limit) {
    page.items = items.slice(0, limit);
    page.continue = Buffer.from(
      JSON.stringify({
        v: version,
        after: positionOf(page.items[limit - 1].object),
      }),
    ).toString('base64url');
    if (!selection.hasSelectors) page.remainingItemCount = items.length - limit;
  }
  return page;
}
