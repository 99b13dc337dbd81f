import type { SandboxObject } from '../../types';
import { withTransitionTimes, type Condition } from '../runtime/objects';
import {
  CLUSTER_LABEL,
  OPERATOR_VERSION,
  POOL_LABEL,
  metadataVersionOf,
  versionOf,
} from './names';
import type { PoolNodes } from './nodes';

export const ready: Condition = { type: 'Ready', status: 'True' };

/** Strimzi's word for failure. */
export const notReady = (reason: string, message: string): Condition => ({
  type: 'NotReady',
  status: 'True',
  reason,
  message,
});

export const paused: Condition = {
  type: 'ReconciliationPaused',
  status: 'True',
};

export const warning = (reason: string, message: string): Condition => ({
  type: 'Warning',
  status: 'True',
  reason,
  message,
});

/** Status at the end of a pass over any Strimzi resource. */
export const outcome = (resource: SandboxObject, conditions: Condition[]) => ({
  conditions: withTransitionTimes(conditions, resource.status?.conditions),
  observedGeneration: resource.metadata.generation,
});

/** Stable id of a cluster in Kafka's form: 16 bytes in base64. */
export const clusterIdOf = (kafka: SandboxObject): string =>
  Buffer.from(kafka.metadata.uid!.replaceAll('-', ''), 'hex').toString(
    'base64url',
  );

/** Status of a cluster that came up as it was wanted. */
export const readyStatus = (
  kafka: SandboxObject,
  nodes: PoolNodes[],
  listeners: unknown[],
  warnings: Condition[],
) => ({
  ...outcome(kafka, [ready, ...warnings]),
  listeners,
  kafkaNodePools: nodes
    .map(({ pool }) => ({ name: pool.metadata.name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
  clusterId: clusterIdOf(kafka),
  kafkaVersion: versionOf(kafka),
  kafkaMetadataVersion: metadataVersionOf(kafka),
  operatorLastSuccessfulVersion: OPERATOR_VERSION,
});

/** Status of a pool: how many nodes it was given, not how many are up. */
export const poolStatus = (
  kafka: SandboxObject,
  { pool, ids }: PoolNodes,
  warnings: Condition[],
) => ({
  ...(warnings.length
    ? outcome(pool, warnings)
    : { conditions: null, observedGeneration: pool.metadata.generation }),
  nodeIds: ids,
  clusterId: clusterIdOf(kafka),
  roles: pool.spec.roles,
  replicas: ids.length,
  labelSelector: [
    `${CLUSTER_LABEL}=${kafka.metadata.name}`,
    `strimzi.io/name=${kafka.metadata.name}-kafka`,
    'strimzi.io/kind=Kafka',
    `${POOL_LABEL}=${pool.metadata.name}`,
  ].join(','),
});
