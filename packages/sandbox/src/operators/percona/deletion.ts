import type { SandboxApi, SandboxObject } from '../../types';
import { deleteIfThere, removeFinalizers } from '../runtime/children';
import { ordinalOf } from '../runtime/objects';
import { secretNames, workloadLabels } from './names';

const STATEFUL_SET = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
const POD = { apiVersion: 'v1', kind: 'Pod' };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const SECRET = { apiVersion: 'v1', kind: 'Secret' };

/** Finalizers that the operator honours; those without a domain are their names of old. */
const finalizers = {
  podsInOrder: [
    'percona.com/delete-pxc-pods-in-order',
    'delete-pxc-pods-in-order',
  ],
  claims: ['percona.com/delete-pxc-pvc', 'delete-pxc-pvc'],
  ssl: ['percona.com/delete-ssl', 'delete-ssl'],
};

const has = (cluster: SandboxObject, names: string[]) =>
  (cluster.metadata.finalizers ?? []).some(each => names.includes(each));

/** Takes the pods away, the last first and the first last. Answers whether they are gone. */
function podsGone(api: SandboxApi, cluster: SandboxObject): boolean {
  const { name, namespace } = cluster.metadata;
  const pods = api.list({
    ...POD,
    namespace,
    labels: workloadLabels(cluster, 'pxc'),
  });
  const set = { ...STATEFUL_SET, name: `${name}-pxc`, namespace };
  const live = api.get(set);
  const last = Math.max(-1, ...pods.map(pod => ordinalOf(pod.metadata.name)));
  if (live && live.spec.replicas > Math.max(last, 0)) {
    api.patch(set, { spec: { replicas: Math.max(last, 0) } });
  }
  return pods.length === 0 || !live;
}

/**
 * One step of taking a cluster away, by the finalizers that it has: pods in order, then certificates, then volumes with the
 * Secrets. Without them the volumes and Secrets stay. What the cluster owns goes with it.
 */
export function finalizeCluster(api: SandboxApi, cluster: SandboxObject): void {
  const { namespace } = cluster.metadata;
  const names = secretNames(cluster);
  if (has(cluster, finalizers.podsInOrder) && !podsGone(api, cluster)) return;
  if (has(cluster, finalizers.ssl)) {
    for (const name of [names.ssl, names.sslInternal]) {
      deleteIfThere(api, { ...SECRET, name, namespace });
    }
  }
  if (has(cluster, finalizers.claims)) {
    const claims = api.list({
      ...CLAIM,
      namespace,
      labels: workloadLabels(cluster, 'pxc'),
    });
    for (const claim of claims) {
      deleteIfThere(api, { ...CLAIM, name: claim.metadata.name, namespace });
    }
    for (const name of [names.users, names.internal]) {
      deleteIfThere(api, { ...SECRET, name, namespace });
    }
  }
  removeFinalizers(api, cluster, ...Object.values(finalizers).flat());
}
