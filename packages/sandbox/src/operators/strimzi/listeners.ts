import { NODE_IP } from '../../controllers/kubelet/nodeController';
import type { SandboxObject } from '../../types';
import { ownedBy } from '../runtime/objects';
import { kafkaLabels } from './names';
import type { PoolNodes } from './nodes';

/** An entry of `spec.kafka.listeners`. */
export interface Listener {
  name: string;
  port: number;
  type: string;
  tls: boolean;
}

const listenersOf = (kafka: SandboxObject): Listener[] =>
  kafka.spec.kafka.listeners;

const isInternal = (listener: Listener) => listener.type === 'internal';

const serviceTypes: Record<string, string> = {
  nodeport: 'NodePort',
  loadbalancer: 'LoadBalancer',
};

const service = (
  kafka: SandboxObject,
  name: string,
  selector: Record<string, string>,
  spec: Record<string, unknown>,
): SandboxObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name,
    namespace: kafka.metadata.namespace,
    labels: kafkaLabels(kafka, 'kafka'),
    ownerReferences: ownedBy(kafka),
  },
  spec: { selector, ...spec },
});

const selectorOf = (kafka: SandboxObject) => ({
  'strimzi.io/cluster': kafka.metadata.name,
  'strimzi.io/kind': 'Kafka',
  'strimzi.io/name': `${kafka.metadata.name}-kafka`,
});

const portOf = ({ name, port }: Listener) => ({
  name: `tcp-${name}`,
  port,
  targetPort: port,
  protocol: 'TCP',
});

const replication = {
  name: 'tcp-replication',
  port: 9091,
  targetPort: 9091,
  protocol: 'TCP',
};

/** Bootstrap Services, the headless one of the brokers, and those of listeners that are reached from outside. */
export function kafkaServices(
  kafka: SandboxObject,
  nodes: PoolNodes[],
): SandboxObject[] {
  const { name } = kafka.metadata;
  const internal = listenersOf(kafka).filter(isInternal).map(portOf);
  const brokers = { ...selectorOf(kafka), 'strimzi.io/broker-role': 'true' };
  return [
    service(kafka, `${name}-kafka-bootstrap`, brokers, {
      type: 'ClusterIP',
      ports: [replication, ...internal],
    }),
    service(kafka, `${name}-kafka-brokers`, selectorOf(kafka), {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      ports: [
        { ...replication, name: 'tcp-ctrlplane', port: 9090, targetPort: 9090 },
        replication,
        ...internal,
      ],
    }),
    ...listenersOf(kafka)
      .filter(listener => !isInternal(listener))
      .flatMap(listener => {
        const type = serviceTypes[listener.type] ?? 'ClusterIP';
        const ports = [portOf(listener)];
        return [
          service(kafka, `${name}-kafka-${listener.name}-bootstrap`, brokers, {
            type,
            ports,
          }),
          ...nodes
            .filter(each => each.isBroker)
            .flatMap(({ pool, ids }) =>
              ids.map(id =>
                service(
                  kafka,
                  `${name}-${pool.metadata.name}-${listener.name}-${id}`,
                  {
                    ...selectorOf(kafka),
                    'strimzi.io/pod-name': `${name}-${pool.metadata.name}-${id}`,
                  },
                  { type, ports },
                ),
              ),
            ),
        ];
      }),
  ];
}

/** `status.listeners`: where clients begin. `services`: as they are in the API, with their node ports. */
export function listenerStatus(
  kafka: SandboxObject,
  services: SandboxObject[],
  certificate: string,
) {
  const { name, namespace } = kafka.metadata;
  return listenersOf(kafka).map(listener => {
    const bootstrap = services.find(
      each => each.metadata.name === `${name}-kafka-${listener.name}-bootstrap`,
    );
    const inside = isInternal(listener)
      ? `${name}-kafka-bootstrap.${namespace}.svc`
      : `${name}-kafka-${listener.name}-bootstrap.${namespace}.svc`;
    const nodePort =
      listener.type === 'nodeport'
        ? bootstrap?.spec.ports[0].nodePort
        : undefined;
    const address = nodePort
      ? { host: NODE_IP, port: nodePort as number }
      : { host: inside, port: listener.port };
    return {
      name: listener.name,
      addresses: [address],
      bootstrapServers: `${address.host}:${address.port}`,
      ...(listener.tls ? { certificates: [certificate] } : {}),
    };
  });
}
