import type { SandboxObject } from '../../types';
import { digestOf, ownedBy } from '../runtime/objects';
import { SIMULATED_ANNOTATION } from '../servers/PrimaryServer';
import {
  OPERATOR_VERSION,
  POOL_LABEL,
  REVISION_ANNOTATION,
  entityOperatorName,
  kafkaLabels,
  versionOf,
} from './names';
import type { PoolNodes } from './nodes';
import { claimName, volumesOf } from './volumes';

const podSetName = (kafka: SandboxObject, pool: SandboxObject) =>
  `${kafka.metadata.name}-${pool.metadata.name}`;

function podSpec(kafka: SandboxObject, { pool }: PoolNodes, pod: string) {
  const { spec } = pool;
  const template = spec.template ?? {};
  const volumes = volumesOf(pool);
  return {
    hostname: pod,
    subdomain: `${kafka.metadata.name}-kafka-brokers`,
    ...(template.pod?.securityContext
      ? { securityContext: template.pod.securityContext }
      : {}),
    ...(template.pod?.affinity ? { affinity: template.pod.affinity } : {}),
    terminationGracePeriodSeconds:
      template.pod?.terminationGracePeriodSeconds ?? 30,
    containers: [
      {
        name: 'kafka',
        image:
          kafka.spec.kafka.image ??
          `quay.io/strimzi/kafka:${OPERATOR_VERSION}-kafka-${versionOf(kafka)}`,
        imagePullPolicy: 'IfNotPresent',
        ports: [
          { name: 'tcp-ctrlplane', containerPort: 9090 },
          { name: 'tcp-replication', containerPort: 9091 },
          ...(
            kafka.spec.kafka.listeners as { name: string; port: number }[]
          ).map(({ name, port }) => ({
            name: `tcp-${name}`,
            containerPort: port,
          })),
        ],
        ...(spec.resources ? { resources: spec.resources } : {}),
        ...(template.kafkaContainer?.securityContext
          ? { securityContext: template.kafkaContainer.securityContext }
          : {}),
        volumeMounts: volumes.map(({ name }) => ({
          name,
          mountPath: `/var/lib/kafka/${name}`,
        })),
      },
    ],
    volumes: volumes.map(({ name, volume }) =>
      volume.type === 'persistent-claim'
        ? {
            name,
            persistentVolumeClaim: { claimName: claimName(name, pod) },
          }
        : { name, emptyDir: {} },
    ),
  };
}

function podManifest(
  kafka: SandboxObject,
  nodes: PoolNodes,
  id: number,
): SandboxObject {
  const set = podSetName(kafka, nodes.pool);
  const name = `${set}-${id}`;
  const spec = podSpec(kafka, nodes, name);
  // What needs a restart when it changes: the pod itself and the brokers' configuration.
  const revision = digestOf({
    spec,
    config: kafka.spec.kafka.config,
    listeners: kafka.spec.kafka.listeners,
    authorization: kafka.spec.kafka.authorization,
    metadata: nodes.pool.spec.template?.pod?.metadata,
  }).slice(0, 8);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: kafka.metadata.namespace,
      labels: {
        ...nodes.pool.spec.template?.pod?.metadata?.labels,
        ...kafkaLabels(kafka, 'kafka'),
        [POOL_LABEL]: nodes.pool.metadata.name,
        'strimzi.io/broker-role': String(nodes.isBroker),
        'strimzi.io/controller-role': String(nodes.isController),
        'strimzi.io/controller': 'strimzipodset',
        'strimzi.io/controller-name': set,
        'strimzi.io/pod-name': name,
      },
      annotations: {
        ...nodes.pool.spec.template?.pod?.metadata?.annotations,
        [REVISION_ANNOTATION]: revision,
        'strimzi.io/kafka-version': versionOf(kafka),
        [SIMULATED_ANNOTATION]: 'true',
      },
    },
    spec,
  };
}

/** The StrimziPodSet of a pool: named `<cluster>-<pool>`. */
export function podSetManifest(
  kafka: SandboxObject,
  nodes: PoolNodes,
): SandboxObject {
  const name = podSetName(kafka, nodes.pool);
  const labels = {
    ...kafkaLabels(kafka, 'kafka'),
    [POOL_LABEL]: nodes.pool.metadata.name,
  };
  return {
    apiVersion: 'core.strimzi.io/v1',
    kind: 'StrimziPodSet',
    metadata: {
      name,
      namespace: kafka.metadata.namespace,
      labels,
      annotations: {
        'strimzi.io/storage': JSON.stringify(nodes.pool.spec.storage),
        'strimzi.io/kafka-version': versionOf(kafka),
      },
      ownerReferences: ownedBy(kafka),
    },
    spec: {
      selector: { matchLabels: labels },
      pods: nodes.ids.map(id => podManifest(kafka, nodes, id)),
    },
  };
}

/** The Deployment with the topic and user operators; undefined when none is wanted. */
export function entityOperatorManifest(
  kafka: SandboxObject,
): SandboxObject | undefined {
  const { entityOperator } = kafka.spec;
  if (!entityOperator?.topicOperator && !entityOperator?.userOperator) {
    return undefined;
  }
  const labels = kafkaLabels(kafka, 'entity-operator');
  const selector = {
    'strimzi.io/cluster': labels['strimzi.io/cluster'],
    'strimzi.io/kind': labels['strimzi.io/kind'],
    'strimzi.io/name': labels['strimzi.io/name'],
  };
  const container = (name: string, settings: any, template: any) => ({
    name,
    image: `quay.io/strimzi/operator:${OPERATOR_VERSION}`,
    args: [`/opt/strimzi/bin/${name.replace('-', '_')}_run.sh`],
    ...(settings.resources ? { resources: settings.resources } : {}),
    ...(template?.securityContext
      ? { securityContext: template.securityContext }
      : {}),
  });
  const { topicOperator, userOperator, template } = entityOperator;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: entityOperatorName(kafka.metadata.name),
      namespace: kafka.metadata.namespace,
      labels,
      ownerReferences: ownedBy(kafka),
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      strategy: { type: 'Recreate' },
      template: {
        metadata: {
          labels,
          annotations: { [SIMULATED_ANNOTATION]: 'true' },
        },
        spec: {
          ...(template?.pod?.securityContext
            ? { securityContext: template.pod.securityContext }
            : {}),
          containers: [
            ...(topicOperator
              ? [
                  container(
                    'topic-operator',
                    topicOperator,
                    template?.topicOperatorContainer,
                  ),
                ]
              : []),
            ...(userOperator
              ? [
                  container(
                    'user-operator',
                    userOperator,
                    template?.userOperatorContainer,
                  ),
                ]
              : []),
          ],
        },
      },
    },
  };
}
