import type { SandboxApi, SandboxObject } from '../../types';
import { deleteIfThere, growVolumes, refOf } from '../runtime/children';
import { ordinalOf, ownedBy } from '../runtime/objects';
import {
  CLUSTER_LABEL,
  COMPONENT,
  DELETE_CLAIM_ANNOTATION,
  POOL_LABEL,
  kafkaLabels,
} from './names';
import type { PoolNodes } from './nodes';

const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };

interface Volume {
  id?: number;
  type: string;
  size?: string;
  class?: string;
  deleteClaim?: boolean;
}

/** Volumes of a pool's nodes: name inside the pod and what was asked for. */
export function volumesOf(
  pool: SandboxObject,
): { name: string; volume: Volume }[] {
  const { storage } = pool.spec;
  return storage.type === 'jbod'
    ? (storage.volumes as Volume[]).map(volume => ({
        name: `data-${volume.id}`,
        volume,
      }))
    : [{ name: 'data', volume: storage }];
}

export const claimName = (volume: string, pod: string) => `${volume}-${pod}`;

function claimManifest(
  kafka: SandboxObject,
  pool: SandboxObject,
  name: string,
  volume: Volume,
): SandboxObject {
  const { deleteClaim = false } = volume;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace: kafka.metadata.namespace,
      labels: {
        ...kafkaLabels(kafka, 'kafka'),
        [POOL_LABEL]: pool.metadata.name,
      },
      annotations: { [DELETE_CLAIM_ANNOTATION]: String(deleteClaim) },
      // Whether data outlives the cluster is whether its claims have an owner.
      ownerReferences: deleteClaim ? ownedBy(kafka) : [],
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(volume.class ? { storageClassName: volume.class } : {}),
      resources: { requests: { storage: volume.size } },
    },
  };
}

/**
 * Makes the claims of all nodes, grows them, and removes those of nodes that are gone where the spec says so. Answers the names
 * of those that still grow.
 */
export function ensureVolumes(
  api: SandboxApi,
  kafka: SandboxObject,
  nodes: PoolNodes[],
): string[] {
  const { name: cluster, namespace } = kafka.metadata;
  const growing: string[] = [];
  for (const { pool, ids } of nodes) {
    for (const { name, volume } of volumesOf(pool)) {
      if (volume.type !== 'persistent-claim') continue;
      for (const id of ids) {
        const pod = `${cluster}-${pool.metadata.name}-${id}`;
        const claim = claimManifest(kafka, pool, claimName(name, pod), volume);
        const live = api.get(refOf(claim));
        if (live) {
          // The request of a claim can only grow, and its class stays.
          api.patch(refOf(claim), {
            metadata: {
              annotations: claim.metadata.annotations,
              ownerReferences: claim.metadata.ownerReferences,
            },
          });
          growing.push(...growVolumes(api, [live], volume.size!));
        } else {
          api.apply(claim, COMPONENT);
        }
      }
    }
    const unused = api
      .list({
        ...CLAIM,
        namespace,
        labels: { [CLUSTER_LABEL]: cluster, [POOL_LABEL]: pool.metadata.name },
      })
      .filter(
        claim =>
          !ids.includes(ordinalOf(claim.metadata.name)) &&
          claim.metadata.annotations?.[DELETE_CLAIM_ANNOTATION] === 'true',
      );
    for (const claim of unused) deleteIfThere(api, refOf(claim));
  }
  return growing;
}
