import { ApiStatusError } from '../ApiStatusError';
import type { Access, Identity, RequestAttributes } from '../contracts';
import type { ObjectOperations } from '../operations/ObjectOperations';
import type { ResourceType } from '../registry/ResourceType';
import type { PodRuntimes } from '../pods/PodRuntime';
import type { Exchange } from './exchange';
import type { RequestPath } from './requestPath';
import type { WatchStream } from './WatchStream';

/** What the handlers of requests share. */
export interface ServerContext {
  operations: ObjectOperations;
  access: Access;
  pods: PodRuntimes;
  bookmarkIntervalMs: number;
  log(message: string): void;
}

/** A request on objects, read and allowed. */
export interface ResourceRequest {
  exchange: Exchange;
  context: ServerContext;
  identity: Identity;
  verb: string;
  type: ResourceType;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** Called with each watch that starts. */
  onWatch(watch: WatchStream): void;
}

const verbs: Record<string, [collection: string, item: string]> = {
  GET: ['list', 'get'],
  HEAD: ['list', 'get'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['deletecollection', 'delete'],
};

/** Whether the query asks for a watch. */
export const isWatch = (query: URLSearchParams) =>
  ['true', '1', ''].includes(query.get('watch') ?? 'false');

/** The verb of a request as RBAC knows it; throws 405 for a method that the API does not have. */
export function verbOf(
  method: string,
  path: Extract<RequestPath, { kind: 'resource' }>,
  query: URLSearchParams,
): string {
  const pair = Object.hasOwn(verbs, method) ? verbs[method] : undefined;
  if (!pair) throw ApiStatusError.methodNotAllowed();
  if (pair[0] === 'list' && !path.subresource && isWatch(query)) return 'watch';
  return pair[path.name === undefined ? 0 : 1];
}

/** What the authorizer is asked about a request. */
export function attributesOf(
  verb: string,
  path: RequestPath,
): RequestAttributes {
  if (path.kind === 'other') return { verb, path: path.path };
  const { group, version, plural, namespace, name, subresource } = path;
  return {
    verb,
    resource: { group, version, plural, namespace, name, subresource },
  };
}

/** The 403 of a request that access does not allow. */
export function refusal(
  access: Access,
  identity: Identity,
  attributes: RequestAttributes,
  reason: string,
): Error {
  return access.forbidden
    ? access.forbidden(identity, attributes, reason)
    : new ApiStatusError(403, 'Forbidden', reason);
}
