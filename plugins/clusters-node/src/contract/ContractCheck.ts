import type { KubernetesObject, ObjectRef } from '@jimu/plugin-clusters-common';
import type { ClusterClient, ClustersService } from '../types';

/** What the checks need to know of the cluster they run on. */
export interface ContractContext {
  service: ClustersService;
  cluster: string;
  /** An admin of the cluster. */
  client: ClusterClient;
  /** Exists, belongs to this run alone, and is deleted afterwards. */
  namespace: string;
}

/** One promise of `ClusterClient` or `Reflection`, kept by any Kubernetes API. */
export interface ContractCheck {
  name: string;
  /** Rejects when the promise is broken; throws `Skipped` where the cluster cannot show it. */
  run(context: ContractContext): Promise<void>;
}

/** This cluster lacks what the check needs, for example a node. */
export class Skipped extends Error {
  name = 'Skipped';
}

/** A ConfigMap in the namespace of the run. */
export function configMap(
  { namespace }: ContractContext,
  name: string,
  data: Record<string, string>,
  metadata: Partial<KubernetesObject['metadata']> = {},
) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, name, namespace },
    data,
  };
}

/** Says which object is meant. */
export function refOf({
  apiVersion,
  kind,
  metadata: { name, namespace },
}: KubernetesObject): ObjectRef {
  return { apiVersion, kind, name, namespace };
}

/**
 * Asks until the answer is what it should be; clusters take a moment to spread what they were told.
 *
 * @throws Error naming what was awaited
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 20_000,
): Promise<T> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    if (performance.now() > endsAt) {
      throw new Error(`${what}: not within ${withinMs / 1000} s`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
