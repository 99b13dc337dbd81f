import type { Controller, SandboxApi } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { EveryKind } from '../loop/EveryKind';
import { nameOfKey } from '../loop/KeyLoop';
import { purge } from './purge';

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' } as const;
const ROOT_CA = 'kube-root-ca.crt';
const DEFAULT_ACCOUNT = 'default';

/** Furnishes namespaces, and empties those that are deleted. */
export function namespaceController(
  clock: Clock,
  clusterCa: string,
): Controller {
  return defineController('namespaces', clock, scope => {
    const { api } = scope;
    const everyKind = new EveryKind(scope);
    // Kept here because every event of every object asks.
    const terminating = new Set<string>();
    scope.follow(NAMESPACE, (type, { metadata }) => {
      if (type !== 'DELETED' && metadata.deletionTimestamp) {
        terminating.add(metadata.name);
      } else terminating.delete(metadata.name);
    });
    const loop = scope.loopOver(NAMESPACE, key => {
      const namespace = api.get({ ...NAMESPACE, name: nameOfKey(key) });
      if (!namespace) return;
      if (namespace.metadata.deletionTimestamp) {
        purge(scope, everyKind, namespace);
      } else {
        furnish(api, namespace.metadata.name, clusterCa);
      }
    });
    const isFurniture = (kind: string, name: string) =>
      (kind === 'ServiceAccount' && name === DEFAULT_ACCOUNT) ||
      (kind === 'ConfigMap' && name === ROOT_CA);
    everyKind.follow(({ kind, namespaced }) => (type, { metadata }) => {
      const { namespace, name } = metadata;
      if (!namespaced || !namespace) return;
      const isOfInterest =
        terminating.has(namespace) ||
        (type !== 'ADDED' && isFurniture(kind, name));
      if (isOfInterest) loop.add(`/${namespace}`);
    });
  });
}

/** Every namespace has a ServiceAccount `default` and the certificate of the cluster's CA. */
function furnish(api: SandboxApi, namespace: string, clusterCa: string): void {
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    name: DEFAULT_ACCOUNT,
    namespace,
  };
  if (!api.get(account)) {
    const { name, ...kind } = account;
    api.create({
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      metadata: { name, namespace },
    });
  }
  const rootCa = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: ROOT_CA,
    namespace,
  };
  const found = api.get(rootCa);
  if (!found) {
    api.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: ROOT_CA,
        namespace,
        annotations: {
          'kubernetes.io/description':
            'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
        },
      },
      data: { 'ca.crt': clusterCa },
    });
  } else if (found.data?.['ca.crt'] !== clusterCa) {
    api.patch(rootCa, { data: { 'ca.crt': clusterCa } });
  }
}
