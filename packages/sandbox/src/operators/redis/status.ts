import type { SandboxApi, SandboxObject } from '../../types';
import { isRolledOut, refOf } from '../runtime/children';
import { isPodReady } from '../runtime/objects';
import {
  REDIS_PORT,
  SENTINEL_PORT,
  type RedisKind,
  type RedisShape,
} from './kinds';

const STATEFUL_SET = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
const DOMAIN = 'svc.cluster.local';

function connectionInfo(resource: SandboxObject) {
  const { name, namespace } = resource.metadata;
  return resource.spec.sentinel?.size > 0
    ? {
        host: `${name}-s-hl.${namespace}.${DOMAIN}`,
        port: SENTINEL_PORT,
        masterName: 'mymaster',
      }
    : {
        host: `${name}-master.${namespace}.${DOMAIN}`,
        port: REDIS_PORT,
        masterName: null,
      };
}

function replicationStatus(api: SandboxApi, resource: SandboxObject) {
  const { name, namespace } = resource.metadata;
  const first = api.get({
    apiVersion: 'v1',
    kind: 'Pod',
    name: `${name}-0`,
    namespace,
  });
  return {
    masterNode: first && isPodReady(first) ? first.metadata.name : null,
    connectionInfo: connectionInfo(resource),
  };
}

function clusterStatus(
  api: SandboxApi,
  resource: SandboxObject,
  shape: RedisShape,
) {
  const [leaders, followers] = shape.sets.map(set =>
    api.get({
      ...STATEFUL_SET,
      name: set.name,
      namespace: resource.metadata.namespace,
    }),
  );
  const counts = {
    readyLeaderReplicas: leaders?.status?.readyReplicas ?? 0,
    readyFollowerReplicas: followers?.status?.readyReplicas ?? 0,
  };
  if (!isRolledOut(leaders)) {
    return {
      ...counts,
      state: 'Initializing',
      reason: 'RedisCluster is initializing leaders',
    };
  }
  if (!isRolledOut(followers)) {
    return {
      ...counts,
      state: 'Initializing',
      reason: 'RedisCluster is initializing followers',
    };
  }
  return { ...counts, state: 'Ready', reason: 'RedisCluster is ready' };
}

/** Writes what the operator tells of a resource, which is little: standalone Redis and Sentinel have no status at all. */
export function redisStatus(
  api: SandboxApi,
  kind: RedisKind,
  resource: SandboxObject,
  shape: RedisShape,
): void {
  if (kind === 'RedisReplication') {
    api.patchStatus(refOf(resource), replicationStatus(api, resource));
  } else if (kind === 'RedisCluster') {
    api.patchStatus(refOf(resource), clusterStatus(api, resource, shape));
  }
}
