import { randomBytes } from 'node:crypto';
import { ApiStatusError } from '../ApiStatusError';
import { apiVersionOf, type ResourceType } from '../registry/ResourceType';
import { assertObjectShape } from '../validation/shape';
import type { ObjectStore, StoredObject, StoreKey } from '../../store';
import type { SandboxObject } from '../../types';

/** Reads what a writer sent as an object of `type` in `namespace`; throws 400 when it is another kind or place. */
export function readIncoming(
  type: ResourceType,
  namespace: string | undefined,
  input: unknown,
): SandboxObject {
  assertObjectShape(input);
  const apiVersion = apiVersionOf(type);
  const object = structuredClone(input) as SandboxObject;
  if (object.apiVersion !== undefined && object.apiVersion !== apiVersion) {
    throw ApiStatusError.badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  }
  if (object.kind !== undefined && object.kind !== type.kind) {
    throw ApiStatusError.badRequest(
      `the kind in the data (${object.kind}) does not match the expected kind (${type.kind})`,
    );
  }
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object;
  const normal = {
    apiVersion,
    kind: type.kind,
    metadata: { ...metadata },
    ...rest,
  } as SandboxObject;
  for (const [key, value] of Object.entries(normal.metadata)) {
    if (value === null || value === '') delete normal.metadata[key];
  }
  if (!type.namespaced) {
    delete normal.metadata.namespace;
    return normal;
  }
  if (!namespace) {
    throw ApiStatusError.badRequest(
      'an empty namespace may not be set during creation',
    );
  }
  if (normal.metadata.namespace && normal.metadata.namespace !== namespace) {
    throw ApiStatusError.badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  normal.metadata.namespace = namespace;
  return normal;
}

/** Gives the object the name of the request, unless it has another. Changes `object`. */
export function assertSameName(object: SandboxObject, name: string): void {
  if (object.metadata.name !== undefined && object.metadata.name !== name) {
    throw ApiStatusError.badRequest(
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  object.metadata.name = name;
}

/** Throws 409 when the writer means another object of that name, or an older state of it. */
export function assertSameObject(
  type: ResourceType,
  object: SandboxObject,
  stored: StoredObject,
): void {
  const { resourceVersion, uid, name } = object.metadata;
  const current = stored.object.metadata.uid;
  if (uid && uid !== current) {
    throw ApiStatusError.conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current}`,
    );
  }
  if (resourceVersion && resourceVersion !== String(stored.version)) {
    throw ApiStatusError.staleVersion(type, name);
  }
}

/** Throws 404 or 403 when nothing can be created in the namespace. */
export function assertNamespaceOpen(
  store: ObjectStore,
  type: ResourceType,
  key: StoreKey,
): void {
  if (!type.namespaced) return;
  const namespace = store.get({
    resource: '/namespaces',
    namespace: '',
    name: key.namespace,
  });
  if (!namespace) {
    throw ApiStatusError.notFound(
      { group: '', plural: 'namespaces' },
      key.namespace,
    );
  }
  if (namespace.object.metadata.deletionTimestamp) {
    throw ApiStatusError.forbidden(
      type,
      key.name,
      `unable to create new content in namespace ${key.namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${key.namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
  }
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters, as the API server appends to generateName. */
export function randomSuffix(): string {
  return [...randomBytes(5)].map(b => alphabet[b % alphabet.length]).join('');
}
