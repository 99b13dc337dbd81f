import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  GroupVersionKind,
  KubernetesObject,
} from '@jimu/plugin-clusters-common';
import type { ClustersService } from '@jimu/plugin-clusters-node';
import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  MANAGED_BY,
} from '@jimu/plugin-service-broker-node';
import type { Orphan } from '../service/Broker';
import type { InstanceStates } from './InstanceStates';
import { describeObject } from './liveObjects';

export interface FindOrphansOptions {
  states: Pick<InstanceStates, 'live'>;
  clusters: ClustersService;
  /** Kinds that instances are made of, by cluster. */
  kinds(): Promise<{ cluster: string; kind: GroupVersionKind }[]>;
  logger: LoggerService;
}

/**
 * Compares instances with the objects that bear their labels, both ways. It only reports: an object without an instance may
 * be the last copy of somebody's data.
 */
export async function findOrphans(
  options: FindOrphansOptions,
): Promise<Orphan[]> {
  const { states, kinds } = options;
  const [live, wanted] = await Promise.all([states.live(), kinds()]);
  const liveIds = new Set(live.map(({ id }) => id));
  const seen = new Set<string>();
  const blind = new Set<string>();
  const orphans: Orphan[] = [];
  for (const { cluster, kind } of wanted) {
    const objects = await labelled(options, cluster, kind);
    if (!objects && !blind.has(cluster)) {
      blind.add(cluster);
      orphans.push({ kind: 'cluster-not-read', cluster, object: kind.kind });
    }
    for (const object of objects ?? []) {
      const instanceId = object.metadata.labels?.[LABEL_INSTANCE];
      if (!instanceId) continue;
      seen.add(instanceId);
      if (!liveIds.has(instanceId)) {
        const { name, namespace } = object.metadata;
        orphans.push({
          kind: 'object-without-instance',
          cluster,
          instanceId,
          object: describeObject({ kind: kind.kind, name, namespace }),
        });
      }
    }
  }
  for (const { id, cluster, settled, description } of live) {
    if (settled && !seen.has(id) && !blind.has(cluster)) {
      orphans.push({
        kind: 'instance-without-object',
        cluster,
        instanceId: id,
        object: description,
      });
    }
  }
  return orphans;
}

/** Undefined when the cluster does not tell. */
async function labelled(
  { clusters, logger }: FindOrphansOptions,
  cluster: string,
  { apiVersion, kind }: GroupVersionKind,
): Promise<KubernetesObject[] | undefined> {
  try {
    return await clusters.client(cluster).list({
      apiVersion,
      kind,
      labelSelector: `${LABEL_MANAGED_BY}=${MANAGED_BY}`,
    });
  } catch (error) {
    logger.debug(`Orphans on ${cluster} are unknown`, error as Error);
    return undefined;
  }
}
