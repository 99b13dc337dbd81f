import type { SandboxApi, SandboxObject } from '../../types';
import { keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { CLUSTER_LABEL, KAFKA, entityOperatorName } from './names';

export const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };

/** The Kafka of a topic or user while its entity operator runs: without one nobody looks at them. */
export function servingKafka(
  api: SandboxApi,
  member: SandboxObject,
  operator: 'topicOperator' | 'userOperator',
): SandboxObject | undefined {
  const name = member.metadata.labels?.[CLUSTER_LABEL];
  const { namespace } = member.metadata;
  if (!name) return undefined;
  const kafka = api.get({ ...KAFKA, name, namespace });
  if (!kafka || kafka.metadata.deletionTimestamp) return undefined;
  if (!kafka.spec.entityOperator?.[operator]) return undefined;
  const deployment = api.get({
    ...DEPLOYMENT,
    name: entityOperatorName(name),
    namespace,
  });
  return (deployment?.status?.readyReplicas ?? 0) > 0 ? kafka : undefined;
}

/** Topics or users of the cluster that an object belongs to; for following the entity operator and the Kafka. */
export const membersOf =
  (api: SandboxApi, kind: { apiVersion: string; kind: string }) =>
  (object: SandboxObject): ObjectKey[] => {
    const cluster =
      object.kind === KAFKA.kind
        ? object.metadata.name
        : object.metadata.labels?.[CLUSTER_LABEL];
    if (!cluster) return [];
    return api
      .list({
        ...kind,
        namespace: object.metadata.namespace,
        labels: { [CLUSTER_LABEL]: cluster },
      })
      .map(keyOf);
  };
