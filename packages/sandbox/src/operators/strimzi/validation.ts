import type { SandboxObject } from '../../types';
import { hasRole } from './nodes';
import { kafkaVersions, versionOf } from './names';

const reservedPorts = [9090, 9091, 8443, 9404, 9999];
const LOWEST_PORT = 9092;

interface Listener {
  name: string;
  port: number;
  type: string;
  tls: boolean;
}

function listenerProblems(listeners: Listener[]): string[] {
  const problems: string[] = [];
  const names = listeners.map(l => l.name);
  const ports = listeners.map(l => l.port);
  if (new Set(names).size < names.length) {
    problems.push('every listener needs to have a unique name');
  }
  if (new Set(ports).size < ports.length) {
    problems.push('every listener needs to have a unique port number');
  }
  const wrong = names.filter(name => !/^[a-z0-9]{1,11}$/.test(name));
  if (wrong.length) {
    problems.push(
      `listener names [${wrong.join(
        ', ',
      )}] are invalid and do not match the pattern ^[a-z0-9]{1,11}$`,
    );
  }
  for (const port of ports) {
    if (reservedPorts.includes(port) || port < LOWEST_PORT) {
      problems.push(
        `port ${port} is forbidden and cannot be used (${LOWEST_PORT} and higher, except ${reservedPorts.join(
          ', ',
        )})`,
      );
    }
  }
  return problems;
}

const replicaOptions = [
  'default.replication.factor',
  'offsets.topic.replication.factor',
  'transaction.state.log.replication.factor',
  'transaction.state.log.min.isr',
];

const count = (pools: SandboxObject[], role: 'broker' | 'controller') =>
  pools
    .filter(pool => hasRole(pool, role))
    .reduce((sum, pool) => sum + pool.spec.replicas, 0);

function storageProblem(pool: SandboxObject): string | undefined {
  const { storage } = pool.spec;
  const volumes: { id?: number; type: string; size?: string }[] =
    storage.type === 'jbod' ? storage.volumes ?? [] : [storage];
  if (volumes.length === 0) {
    return `JBOD storage needs to contain at least one volume (KafkaNodePool.spec.storage of ${pool.metadata.name})`;
  }
  if (storage.type === 'jbod' && volumes.some(v => v.id === undefined)) {
    return `Volumes under JBOD storage type have to have 'id' property (KafkaNodePool.spec.storage of ${pool.metadata.name})`;
  }
  return volumes.some(v => v.type === 'persistent-claim' && !v.size)
    ? `The size is mandatory for a persistent-claim storage (KafkaNodePool.spec.storage of ${pool.metadata.name})`
    : undefined;
}

/** Why the operator refuses a cluster with an InvalidResourceException; undefined when it does not. */
export function kafkaProblem(
  kafka: SandboxObject,
  pools: SandboxObject[],
): string | undefined {
  const { name } = kafka.metadata;
  if (pools.length === 0) {
    return `KafkaNodePools are enabled, but no KafkaNodePools found for Kafka cluster ${name}`;
  }
  if (!kafkaVersions[versionOf(kafka)]) {
    return `Unsupported Kafka.spec.kafka.version: ${versionOf(
      kafka,
    )}. Supported versions are: [${Object.keys(kafkaVersions).join(', ')}]`;
  }
  for (const role of ['controller', 'broker'] as const) {
    if (count(pools, role) === 0) {
      return `At least one KafkaNodePool with the ${role} role and at least one replica is required when KRaft mode is enabled`;
    }
  }
  const storage = pools.map(storageProblem).find(Boolean);
  if (storage) return storage;
  const listeners: Listener[] = kafka.spec.kafka.listeners ?? [];
  if (listeners.length === 0) return 'no listeners are configured';
  const problems = listenerProblems(listeners);
  if (problems.length) {
    return `Listener configuration is not valid: [${problems.join(', ')}]`;
  }
  const brokers = count(pools, 'broker');
  const tooMany = replicaOptions.find(
    option => Number(kafka.spec.kafka.config?.[option] ?? 0) > brokers,
  );
  return tooMany
    ? `Kafka configuration option '${tooMany}' should be set to ${brokers} or less because this cluster has only ${brokers} Kafka broker(s).`
    : undefined;
}
