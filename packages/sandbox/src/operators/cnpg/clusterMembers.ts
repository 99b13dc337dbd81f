import type { SandboxApi, SandboxObject } from '../../types';
import { keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { refOf, removeFinalizers } from '../runtime/children';
import { isPrimaryUp, type ClusterOperator } from './ClusterOperator';
import type { DatabaseServer } from './DatabaseServer';
import { CLUSTER } from './names';
import { RealDatabaseServer } from './RealDatabaseServer';
import { SimulatedDatabaseServer } from './SimulatedDatabaseServer';

/** How long the operator waits after a failure; the real one takes 30 seconds. */
export const RETRY_MS = 5_000;

/** Where the cluster of a role or database stands. */
export type MemberCluster =
  | { state: 'gone' }
  | { state: 'busy' }
  | { state: 'ready'; cluster: SandboxObject; server: DatabaseServer };

/** Finds the cluster that a DatabaseRole or Database names, and the way into it. */
export function clusterOf(
  api: SandboxApi,
  clusters: ClusterOperator,
  member: SandboxObject,
): MemberCluster {
  const key = {
    namespace: member.metadata.namespace!,
    name: member.spec.cluster.name as string,
  };
  const cluster = api.get({ ...CLUSTER, ...key });
  if (!cluster || cluster.metadata.deletionTimestamp) return { state: 'gone' };
  if (!isPrimaryUp(api, cluster)) return { state: 'busy' };
  if (!clusters.isReal) {
    return {
      state: 'ready',
      cluster,
      server: new SimulatedDatabaseServer(api, cluster),
    };
  }
  const run = clusters.serverOf(key);
  return run
    ? { state: 'ready', cluster, server: new RealDatabaseServer(run) }
    : { state: 'busy' };
}

/** Roles or databases of a cluster; for following it. */
export const membersOf =
  (api: SandboxApi, kind: { apiVersion: string; kind: string }) =>
  (cluster: SandboxObject): ObjectKey[] =>
    api
      .list({ ...kind, namespace: cluster.metadata.namespace })
      .filter(member => member.spec.cluster.name === cluster.metadata.name)
      .map(keyOf);

/** The cluster was deleted under a role or database: it is let go, and says so where it was applied before. */
export function orphan(
  api: SandboxApi,
  member: SandboxObject,
  finalizer: string,
): void {
  if (member.status?.observedGeneration !== undefined) {
    api.patchStatus(refOf(member), {
      applied: false,
      message: 'cluster resource has been deleted, skipping reconciliation',
      observedGeneration: null,
    });
  }
  removeFinalizers(api, member, finalizer);
}

/** Writes that a role or database could not be applied, and when to try again. */
export function failed(
  api: SandboxApi,
  member: SandboxObject,
  message: string,
): { after: number } {
  api.patchStatus(refOf(member), { applied: false, message });
  return { after: RETRY_MS };
}
