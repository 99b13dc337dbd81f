import type { SandboxObject } from '../../types';

export const REDIS_API = 'redis.redis.opstreelabs.in/v1beta2';
export const SENTINEL_PORT = 26379;
export const REDIS_PORT = 6379;

export type RedisKind =
  | 'Redis'
  | 'RedisReplication'
  | 'RedisSentinel'
  | 'RedisCluster';

/** One StatefulSet of a Redis resource. */
export interface RedisSet {
  name: string;
  /** `redis_setup_type` and `role` of its labels. */
  setupType: string;
  role: string;
  replicas: number;
  port: number;
  /** Name of the Service that gives the pods their names. */
  serviceName: string;
  /** Sentinels keep no data. */
  hasStorage: boolean;
}

/** One Service of a Redis resource. */
export interface RedisService {
  name: string;
  /** The set that it leads to. */
  set: RedisSet;
  type: string;
  headless?: boolean;
  /** Only pods with this `redis-role`. */
  redisRole?: 'master' | 'slave';
}

/** What a Redis resource consists of. */
export interface RedisShape {
  finalizer: string;
  skipAnnotation: string;
  /** In the order in which they come up: one waits for those before it. */
  sets: RedisSet[];
  services: RedisService[];
}

const servicesFor = (
  resource: SandboxObject,
  set: RedisSet,
  name: string,
): RedisService[] => {
  const service = resource.spec.kubernetesConfig?.service;
  return [
    { name: `${name}-headless`, set, type: 'ClusterIP', headless: true },
    { name, set, type: 'ClusterIP' },
    // The operator gives the wanted type to the additional Service and keeps the others inside the cluster.
    {
      name: `${name}-additional`,
      set,
      type: service?.serviceType ?? service?.additional?.type ?? 'ClusterIP',
    },
  ];
};

function replicationShape(resource: SandboxObject): RedisShape {
  const { name } = resource.metadata;
  const { clusterSize, sentinel } = resource.spec;
  const redis: RedisSet = {
    name,
    setupType: 'replication',
    role: 'replication',
    replicas: clusterSize,
    port: REDIS_PORT,
    serviceName: `${name}-headless`,
    hasStorage: true,
  };
  const sentinels: RedisSet[] =
    sentinel?.size > 0
      ? [
          {
            name: `${name}-s`,
            setupType: 'sentinel',
            role: 'sentinel',
            replicas: sentinel.size,
            port: SENTINEL_PORT,
            serviceName: `${name}-s-hl`,
            hasStorage: false,
          },
        ]
      : [];
  return {
    finalizer: 'redisReplicationFinalizer',
    skipAnnotation: 'redisreplication.opstreelabs.in/skip-reconcile',
    sets: [redis, ...sentinels],
    services: [
      ...servicesFor(resource, redis, name),
      {
        name: `${name}-master`,
        set: redis,
        type: 'ClusterIP',
        redisRole: 'master',
      },
      {
        name: `${name}-replica`,
        set: redis,
        type: 'ClusterIP',
        redisRole: 'slave',
      },
      ...sentinels.map(set => ({
        name: set.serviceName,
        set,
        type: 'ClusterIP',
        headless: true,
      })),
    ],
  };
}

function standaloneShape(resource: SandboxObject): RedisShape {
  const { name } = resource.metadata;
  const set: RedisSet = {
    name,
    setupType: 'standalone',
    role: 'standalone',
    replicas: 1,
    port: REDIS_PORT,
    serviceName: `${name}-headless`,
    hasStorage: true,
  };
  return {
    finalizer: 'redisFinalizer',
    skipAnnotation: 'redis.opstreelabs.in/skip-reconcile',
    sets: [set],
    services: servicesFor(resource, set, name),
  };
}

function clusterShape(resource: SandboxObject): RedisShape {
  const { name } = resource.metadata;
  const { spec } = resource;
  const sets = (['leader', 'follower'] as const).map(role => ({
    name: `${name}-${role}`,
    setupType: 'cluster',
    role,
    replicas:
      spec[role === 'leader' ? 'redisLeader' : 'redisFollower']?.replicas ??
      spec.clusterSize,
    port: spec.port ?? REDIS_PORT,
    serviceName: `${name}-${role}-headless`,
    hasStorage: true,
  }));
  return {
    finalizer: 'redisClusterFinalizer',
    skipAnnotation: 'rediscluster.opstreelabs.in/skip-reconcile',
    sets,
    services: [
      ...sets.flatMap(set => servicesFor(resource, set, set.name)),
      { name: `${name}-master`, set: sets[0], type: 'ClusterIP' },
    ],
  };
}

function sentinelShape(resource: SandboxObject): RedisShape {
  const name = `${resource.metadata.name}-sentinel`;
  const set: RedisSet = {
    name,
    setupType: 'sentinel',
    role: 'sentinel',
    replicas: resource.spec.clusterSize,
    port: SENTINEL_PORT,
    serviceName: `${name}-headless`,
    hasStorage: false,
  };
  return {
    finalizer: 'redisSentinelFinalizer',
    skipAnnotation: 'redissentinel.opstreelabs.in/skip-reconcile',
    sets: [set],
    services: servicesFor(resource, set, name),
  };
}

/** Which StatefulSets and Services a resource of each kind has. */
export const redisShapes: Record<
  RedisKind,
  (resource: SandboxObject) => RedisShape
> = {
  Redis: standaloneShape,
  RedisReplication: replicationShape,
  RedisSentinel: sentinelShape,
  RedisCluster: clusterShape,
};
