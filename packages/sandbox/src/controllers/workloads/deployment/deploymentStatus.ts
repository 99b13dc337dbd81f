import type { SandboxObject } from '../../../types';
import { timestamp } from '../../loop/Clock';
import {
  findCondition,
  withCondition,
  withoutCondition,
  type Condition,
} from '../../model/conditions';
import { withoutZeros } from '../../model/status';
import { rolloutBounds } from './planRollout';

const DEFAULT_DEADLINE_SECONDS = 600;

interface Counts {
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  unavailableReplicas: number;
}

const sum = (sets: SandboxObject[], of: (set: SandboxObject) => number) =>
  sets.reduce((total, set) => total + of(set), 0);

function countsOf(
  sets: SandboxObject[],
  newSet: SandboxObject | undefined,
): Counts {
  const availableReplicas = sum(sets, s => s.status?.availableReplicas ?? 0);
  const wanted = sum(sets, s => s.spec.replicas ?? 0);
  return {
    replicas: sum(sets, s => s.status?.replicas ?? 0),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(sets, s => s.status?.readyReplicas ?? 0),
    availableReplicas,
    unavailableReplicas: Math.max(wanted - availableReplicas, 0),
  };
}

/** All pods are of the newest template and available, and no old one is left. */
export function isComplete(
  deployment: SandboxObject,
  counts: Pick<Counts, 'replicas' | 'updatedReplicas' | 'availableReplicas'>,
): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return (
    counts.updatedReplicas === wanted &&
    counts.replicas === wanted &&
    counts.availableReplicas >= wanted
  );
}

function hasProgressed(before: Partial<Counts>, now: Counts): boolean {
  const old = (c: Partial<Counts>) =>
    (c.replicas ?? 0) - (c.updatedReplicas ?? 0);
  return (
    now.updatedReplicas > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    now.readyReplicas > (before.readyReplicas ?? 0) ||
    now.availableReplicas > (before.availableReplicas ?? 0)
  );
}

/** What a rollout said about itself last, with the time at which it will count as stuck. */
function progressing(
  deployment: SandboxObject,
  counts: Counts,
  newSet: SandboxObject | undefined,
  created: boolean,
  nowMs: number,
): { condition: Condition; deadlineMs?: number } {
  const before = findCondition(deployment.status?.conditions, 'Progressing');
  const now = timestamp(nowMs);
  const name = newSet?.metadata.name;
  const say = (
    status: Condition['status'],
    reason: string,
    message: string,
  ): Condition => ({
    type: 'Progressing',
    status,
    reason,
    message,
    lastUpdateTime:
      before?.reason === reason && before.message === message
        ? before.lastUpdateTime
        : now,
  });
  if (deployment.spec.paused) {
    return {
      condition: say('Unknown', 'DeploymentPaused', 'Deployment is paused'),
    };
  }
  if (isComplete(deployment, counts)) {
    return {
      condition: say(
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${name}" has successfully progressed.`,
      ),
    };
  }
  const deadlineSeconds =
    deployment.spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  const deadlineAfter = (condition: Condition) => ({
    condition,
    deadlineMs: Date.parse(condition.lastUpdateTime!) + deadlineSeconds * 1000,
  });
  if (created) {
    return deadlineAfter({
      ...say(
        'True',
        'NewReplicaSetCreated',
        `Created new replica set "${name}"`,
      ),
      lastUpdateTime: now,
    });
  }
  const message = `ReplicaSet "${name}" is progressing.`;
  const isSameRollout = before?.message?.includes(`"${name}"`);
  if (!before || !isSameRollout || hasProgressed(deployment.status, counts)) {
    return deadlineAfter({
      ...say('True', 'ReplicaSetUpdated', message),
      lastUpdateTime: now,
    });
  }
  if (before.reason === 'ProgressDeadlineExceeded') {
    return { condition: before };
  }
  // A rollout that had succeeded and lost pods since is not late.
  if (before.reason === 'NewReplicaSetAvailable') return { condition: before };
  const running = deadlineAfter(before);
  return nowMs < running.deadlineMs
    ? running
    : {
        condition: say(
          'False',
          'ProgressDeadlineExceeded',
          `ReplicaSet "${name}" has timed out progressing.`,
        ),
      };
}

/** The whole status of a deployment, and when to look again if nothing happens. */
export function deploymentStatus(
  deployment: SandboxObject,
  sets: SandboxObject[],
  newSet: SandboxObject | undefined,
  created: boolean,
  nowMs: number,
): { status: Record<string, unknown>; deadlineMs?: number } {
  const now = timestamp(nowMs);
  const counts = countsOf(sets, newSet);
  const wanted = deployment.spec.replicas ?? 1;
  const { maxUnavailable } = rolloutBounds(
    wanted,
    deployment.spec.strategy?.rollingUpdate,
  );
  const isRecreate = deployment.spec.strategy?.type === 'Recreate';
  const needed = wanted - (isRecreate ? 0 : maxUnavailable);
  const available = counts.availableReplicas >= needed;
  const before: Condition[] = deployment.status?.conditions ?? [];
  const known = findCondition(before, 'Available');
  const availableStatus = available ? 'True' : 'False';
  let conditions = withCondition(
    before,
    {
      type: 'Available',
      status: availableStatus,
      reason: available
        ? 'MinimumReplicasAvailable'
        : 'MinimumReplicasUnavailable',
      message: available
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
      lastUpdateTime:
        known?.status === availableStatus ? known.lastUpdateTime : now,
    },
    now,
  );
  const progress = progressing(deployment, counts, newSet, created, nowMs);
  conditions = withCondition(conditions, progress.condition, now);
  const failure = [newSet, ...sets]
    .map(set => findCondition(set?.status?.conditions, 'ReplicaFailure'))
    .find(condition => condition?.status === 'True');
  conditions = failure
    ? withCondition(
        conditions,
        { ...failure, lastUpdateTime: failure.lastTransitionTime },
        now,
      )
    : withoutCondition(conditions, 'ReplicaFailure');
  return {
    status: {
      ...withoutZeros({ ...counts }),
      observedGeneration: deployment.metadata.generation,
      conditions,
      ...(deployment.status?.collisionCount
        ? { collisionCount: deployment.status.collisionCount }
        : {}),
    },
    deadlineMs: progress.deadlineMs,
  };
}
