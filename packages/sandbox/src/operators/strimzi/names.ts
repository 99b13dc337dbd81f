import type { SandboxObject } from '../../types';

export const KAFKA_API = 'kafka.strimzi.io/v1';
export const KAFKA = { apiVersion: KAFKA_API, kind: 'Kafka' } as const;
export const NODE_POOL = {
  apiVersion: KAFKA_API,
  kind: 'KafkaNodePool',
} as const;
export const TOPIC = { apiVersion: KAFKA_API, kind: 'KafkaTopic' } as const;
export const USER = { apiVersion: KAFKA_API, kind: 'KafkaUser' } as const;
export const POD_SET = {
  apiVersion: 'core.strimzi.io/v1',
  kind: 'StrimziPodSet',
} as const;

/** Whose events and fields these are. */
export const COMPONENT = 'strimzi.io/cluster-operator';
export const OPERATOR_VERSION = '1.2.0';

export const CLUSTER_LABEL = 'strimzi.io/cluster';
export const POOL_LABEL = 'strimzi.io/pool-name';
export const REVISION_ANNOTATION = 'strimzi.io/revision';
export const MANUAL_ROLL_ANNOTATION = 'strimzi.io/manual-rolling-update';
export const PAUSE_ANNOTATION = 'strimzi.io/pause-reconciliation';
export const DELETE_CLAIM_ANNOTATION = 'strimzi.io/delete-claim';
export const SKIP_SCALE_DOWN_CHECK = 'strimzi.io/skip-broker-scaledown-check';

/** Metadata version that goes with each Kafka version of the operator. */
export const kafkaVersions: Record<string, string> = {
  '4.2.0': '4.2-IV1',
  '4.2.1': '4.2-IV1',
  '4.3.0': '4.3-IV0',
  '4.3.1': '4.3-IV0',
};
export const DEFAULT_KAFKA_VERSION = '4.3.1';

export const versionOf = (kafka: SandboxObject): string =>
  kafka.spec.kafka.version ?? DEFAULT_KAFKA_VERSION;

export const metadataVersionOf = (kafka: SandboxObject): string =>
  kafka.spec.kafka.metadataVersion ?? kafkaVersions[versionOf(kafka)];

export const isPaused = (resource: SandboxObject) =>
  resource.metadata.annotations?.[PAUSE_ANNOTATION] === 'true';

/** Labels of everything that belongs to a Kafka cluster. */
export const kafkaLabels = (kafka: SandboxObject, component: string) => ({
  [CLUSTER_LABEL]: kafka.metadata.name,
  'strimzi.io/kind': 'Kafka',
  'strimzi.io/name': `${kafka.metadata.name}-${component}`,
  'strimzi.io/component-type': component,
  'app.kubernetes.io/name': component,
  'app.kubernetes.io/instance': kafka.metadata.name,
  'app.kubernetes.io/part-of': `strimzi-${kafka.metadata.name}`,
  'app.kubernetes.io/managed-by': 'strimzi-cluster-operator',
});

export const entityOperatorName = (cluster: string) =>
  `${cluster}-entity-operator`;
