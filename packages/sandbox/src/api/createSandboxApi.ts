import { createHash } from 'node:crypto';
import { serveCustomKinds } from './crds/CustomKinds';
import { ApiStatusError } from './ApiStatusError';
import type { AdmissionPlugin } from './contracts';
import { ObjectOperations } from './operations/ObjectOperations';
import { mergePatch } from './patch/mergePatch';
import type { ResourceRegistry } from './registry/ResourceRegistry';
import type { ResourceType } from './registry/ResourceType';
import { KindWatches } from './KindWatches';
import type { ObjectStore } from '../store';
import type { Ref, SandboxApi, SandboxObject } from '../types';

const firstNamespaces = [
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
];

/**
 * The in-process door to the objects. `admission` is read at every write, so plugins that need the api themselves can be
 * added to the list afterwards.
 */
export function createSandboxApi(
  store: ObjectStore,
  registry: ResourceRegistry,
  admission: readonly AdmissionPlugin[],
  log: (message: string) => void = () => {},
): SandboxApi {
  return sandboxApiOn(new ObjectOperations(store, registry, admission), log);
}

/** The same for operations that the HTTP server shares. */
export function sandboxApiOn(
  operations: ObjectOperations,
  log: (message: string) => void = () => {},
): SandboxApi {
  const { registry } = operations;
  serveCustomKinds(operations, log);
  const watches = new KindWatches(operations, log);

  const typeOf = (ref: { apiVersion: string; kind: string }): ResourceType => {
    const type = registry.findKind(ref.apiVersion, ref.kind);
    if (!type) {
      throw new ApiStatusError(
        404,
        'NotFound',
        `no matches for kind "${ref.kind}" in version "${ref.apiVersion}"`,
      );
    }
    return type;
  };
  const parse = (stored: { text: string }): SandboxObject =>
    JSON.parse(stored.text);

  const api: SandboxApi = {
    get(ref) {
      const type = typeOf(ref);
      const found = operations.store.get(
        operations.keyOf(type, ref.namespace, ref.name),
      );
      return found && parse(operations.inVersion(type, found));
    },
    list({ apiVersion, kind, namespace, labels }) {
      const wanted = Object.entries(labels ?? {});
      return operations
        .list(typeOf({ apiVersion, kind }), namespace)
        .filter(({ object }) =>
          wanted.every(([k, v]) => object.metadata.labels?.[k] === v),
        )
        .map(parse);
    },
    scan({ apiVersion, kind, namespace }) {
      return operations
        .list(typeOf({ apiVersion, kind }), namespace)
        .map(stored => stored.object);
    },
    create(object) {
      return parse(
        operations.create(typeOf(object), object.metadata.namespace, object),
      );
    },
    apply(object, fieldManager) {
      const { name, namespace } = object.metadata;
      return parse(
        operations.apply(typeOf(object), namespace, name, object, {
          fieldManager,
          force: true,
        }).stored,
      );
    },
    patch(ref, patch) {
      return parse(
        operations.update(typeOf(ref), ref.namespace, ref.name, current =>
          mergePatch(current, patch),
        ),
      );
    },
    patchStatus(ref, status) {
      const type = typeOf(ref);
      return parse(
        operations.update(
          type,
          ref.namespace,
          ref.name,
          current => mergePatch(current, { status }),
          { subresource: 'status' },
        ),
      );
    },
    delete(ref, options) {
      const { uid, ...rest } = options ?? {};
      operations.delete(typeOf(ref), ref.namespace, ref.name, {
        ...rest,
        preconditions: uid ? { uid } : undefined,
      });
    },
    watch(kind, listener) {
      return watches.add(kind, listener);
    },
    event(on, event) {
      recordEvent(api, operations.now(), on, event);
    },
  };
  for (const name of firstNamespaces) {
    const ref: Ref = { apiVersion: 'v1', kind: 'Namespace', name };
    if (registry.findKind('v1', 'Namespace') && !api.get(ref)) {
      api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
  }
  createApiService(api, registry);
  return api;
}

/** The address under which pods find the API. */
function createApiService(api: SandboxApi, registry: ResourceRegistry): void {
  const ref: Ref = {
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'default',
    name: 'kubernetes',
  };
  if (!registry.findKind('v1', 'Service') || api.get(ref)) return;
  api.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: ref.name,
      namespace: ref.namespace,
      labels: { component: 'apiserver', provider: 'kubernetes' },
    },
    spec: {
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
    },
  });
}

function recordEvent(
  api: SandboxApi,
  now: string,
  on: SandboxObject,
  event: Parameters<SandboxApi['event']>[1],
): void {
  const namespace = on.metadata.namespace ?? 'default';
  const digest = createHash('sha256')
    .update(
      [
        on.metadata.uid,
        event.type,
        event.reason,
        event.message,
        event.component,
      ].join('\u0000'),
    )
    .digest('hex')
    .slice(0, 16);
  const ref: Ref = {
    apiVersion: 'v1',
    kind: 'Event',
    namespace,
    name: `${on.metadata.name.slice(0, 230)}.${digest}`,
  };
  const before = api.get(ref);
  if (before) {
    api.patch(ref, { count: (before.count ?? 1) + 1, lastTimestamp: now });
    return;
  }
  const owner = api.get({
    apiVersion: 'v1',
    kind: 'Namespace',
    name: namespace,
  });
  // A namespace on its way out takes no new events, and losing one there harms nobody.
  if (!owner || owner.metadata.deletionTimestamp) return;
  api.create({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: ref.name, namespace },
    involvedObject: {
      apiVersion: on.apiVersion,
      kind: on.kind,
      name: on.metadata.name,
      namespace: on.metadata.namespace,
      uid: on.metadata.uid,
      resourceVersion: on.metadata.resourceVersion,
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    source: { component: event.component },
    reportingComponent: event.component,
    reportingInstance: '',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  });
}
