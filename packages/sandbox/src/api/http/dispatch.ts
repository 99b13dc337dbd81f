import { ApiStatusError } from '../ApiStatusError';
import type { Identity } from '../contracts';
import { hasSubresource, questions } from '../discovery/servedResources';
import { isJsonObject } from '../schema/json';
import { assertObjectShape } from '../validation/shape';
import type { SandboxObject } from '../../types';
import { sendJson, type Exchange } from './exchange';
import {
  createObject,
  deleteObject,
  deleteObjects,
  getObject,
  listObjects,
  patchObject,
  replaceObject,
  watchObjects,
} from './objectRequests';
import { evictPod, serveLogs } from './podRequests';
import { mediaType, parseBody, readBody } from './requestBody';
import { readDryRun } from './requestOptions';
import type { RequestPath } from './requestPath';
import type { ResourceRequest, ServerContext } from './resourceRequest';
import type { WatchStream } from './WatchStream';

type ResourcePath = Extract<RequestPath, { kind: 'resource' }>;

async function answerQuestion(
  exchange: Exchange,
  context: ServerContext,
  identity: Identity,
  path: ResourcePath,
  apiVersion: string,
  kind: string,
): Promise<void> {
  if (exchange.method !== 'POST') throw ApiStatusError.methodNotAllowed();
  const { value } = parseBody(
    await readBody(exchange.request),
    mediaType(exchange.request),
  );
  assertObjectShape(value);
  if (!isJsonObject(value.spec ?? {})) {
    throw ApiStatusError.badRequest('spec must be an object');
  }
  const object = { ...value, apiVersion, kind, metadata: value.metadata ?? {} };
  const answer = context.access.review?.({
    object: object as unknown as SandboxObject,
    identity,
    namespace: path.namespace,
    name: path.name,
  });
  if (!answer) throw ApiStatusError.pathNotFound();
  sendJson(exchange, 201, answer);
}

async function serveSpecial(request: ResourceRequest): Promise<boolean> {
  const { exchange, type, subresource, context, identity } = request;
  if (type.group !== '') return false;
  const { method } = exchange;
  if (type.plural === 'pods' && subresource === 'log') {
    if (method !== 'GET') throw ApiStatusError.methodNotAllowed();
    await serveLogs(request);
    return true;
  }
  if (type.plural === 'pods' && subresource === 'exec') {
    throw ApiStatusError.badRequest('Upgrade request required');
  }
  if (type.plural === 'pods' && subresource === 'eviction') {
    if (method !== 'POST') throw ApiStatusError.methodNotAllowed();
    await readBody(exchange.request);
    evictPod(
      request,
      readDryRun(exchange.query.getAll('dryRun').filter(Boolean)),
    );
    sendJson(exchange, 201, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      code: 201,
    });
    return true;
  }
  if (type.plural === 'serviceaccounts' && subresource === 'token') {
    context.operations.read(type, request.namespace, request.name!);
    await answerQuestion(
      exchange,
      context,
      identity,
      {
        kind: 'resource',
        group: '',
        version: 'v1',
        plural: type.plural,
        namespace: request.namespace,
        name: request.name,
      },
      'authentication.k8s.io/v1',
      'TokenRequest',
    );
    return true;
  }
  return false;
}

/** Serves a request on objects that access has allowed. */
export async function serveResource(
  exchange: Exchange,
  context: ServerContext,
  identity: Identity,
  verb: string,
  path: ResourcePath,
  onWatch: (watch: WatchStream) => void,
): Promise<void> {
  const { group, version, plural, namespace, name, subresource } = path;
  const asked = questions.find(
    q => q.group === group && q.version === version && q.plural === plural,
  );
  if (asked) {
    if (name) throw ApiStatusError.pathNotFound();
    await answerQuestion(
      exchange,
      context,
      identity,
      path,
      `${group}/${version}`,
      asked.kind,
    );
    return;
  }
  const type = context.operations.registry.find(group, version, plural);
  if (!type || (namespace !== undefined && !type.namespaced)) {
    throw ApiStatusError.pathNotFound();
  }
  if (subresource !== undefined && !hasSubresource(type, subresource)) {
    throw ApiStatusError.pathNotFound();
  }
  if (type.namespaced && namespace === undefined && name !== undefined) {
    throw ApiStatusError.pathNotFound();
  }
  const request: ResourceRequest = {
    exchange,
    context,
    identity,
    verb,
    type,
    namespace,
    name,
    subresource,
    onWatch,
  };
  if (subresource && (await serveSpecial(request))) return;
  switch (verb) {
    case 'get':
      getObject(request);
      return;
    case 'list':
      listObjects(request);
      return;
    case 'watch':
      watchObjects(request);
      return;
    case 'create':
      if (name !== undefined || (type.namespaced && namespace === undefined)) {
        throw ApiStatusError.methodNotAllowed();
      }
      await createObject(request);
      return;
    case 'update':
      if (name === undefined) throw ApiStatusError.methodNotAllowed();
      await replaceObject(request);
      return;
    case 'patch':
      if (name === undefined) throw ApiStatusError.methodNotAllowed();
      await patchObject(request);
      return;
    case 'delete':
      if (subresource) throw ApiStatusError.methodNotAllowed();
      await deleteObject(request);
      return;
    default:
      if (type.namespaced && namespace === undefined) {
        throw ApiStatusError.methodNotAllowed();
      }
      await deleteObjects(request);
  }
}
