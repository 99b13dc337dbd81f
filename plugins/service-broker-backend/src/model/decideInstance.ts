import type {
  Condition,
  InstancePhase,
  Problem,
} from '@jimu/plugin-service-broker-common';
import { withCondition, withoutCondition } from './conditions';
import type { Blocked, InstanceObservation } from './observation';
import {
  advanceOperation,
  ageInSeconds,
  failOperation,
  succeedOperation,
} from './operations';
import { findings } from './problems';
import type {
  Dwell,
  InstanceMemory,
  InstanceRecord,
  OperationRecord,
} from './records';

/** After this long without a reaction the page names the operator. */
export const OPERATOR_SILENCE_SECONDS = 60;
/** A ready instance may be not ready for this long before it counts as degraded. */
export const UNREADY_DWELL_SECONDS = 30;

export interface Decision<T> {
  record: T;
  operation?: OperationRecord;
}

type Seen = Extract<InstanceObservation, { kind: 'seen' }>;

/**
 * What an instance that shall exist is to be recorded as, given what was seen of it. `operation` is its order while that is
 * in progress; the operation can end here, the instance goes on to be watched.
 */
export function decideInstance(
  record: InstanceRecord,
  operation: OperationRecord | undefined,
  observation: InstanceObservation,
  clock: { now: string; timeoutSeconds: number },
): Decision<InstanceRecord> {
  return observation.kind === 'blocked'
    ? decideBlocked(record, operation, observation, clock)
    : decideSeen(record, operation, observation, clock);
}

function decideBlocked(
  record: InstanceRecord,
  operation: OperationRecord | undefined,
  { obstacle, problem }: Blocked,
  { now, timeoutSeconds }: { now: string; timeoutSeconds: number },
): Decision<InstanceRecord> {
  const timeout = timedOut(operation, now, timeoutSeconds, problem.message);
  const failed = Boolean(timeout) && record.memory.readyDigest === undefined;
  return {
    record: {
      ...record,
      phase: failed ? 'failed' : record.phase,
      problem,
      conditions: blockedConditions(
        record.conditions,
        obstacle,
        problem.message,
        now,
      ),
    },
    operation:
      operation &&
      (timeout
        ? failOperation(operation, now, timeout)
        : advanceOperation(
            operation,
            obstacle === 'NamespaceRefused' ? 'namespace' : 'accepted',
            now,
            { problem },
          )),
  };
}

/** What an obstacle says of conditions; nothing is said of what could not be seen. */
export function blockedConditions(
  conditions: readonly Condition[],
  obstacle: Blocked['obstacle'],
  message: string,
  now: string,
): Condition[] {
  const type = obstacle === 'ClusterUnreachable' ? 'ClusterReachable' : 'Acted';
  return withCondition(
    conditions,
    { type, status: 'False', reason: obstacle, message },
    now,
  );
}

function decideSeen(
  record: InstanceRecord,
  operation: OperationRecord | undefined,
  seen: Seen,
  { now, timeoutSeconds }: { now: string; timeoutSeconds: number },
): Decision<InstanceRecord> {
  const memory = remember(record.memory, seen, now);
  const failure = heldFailure(memory.failing, seen, now);
  const silence = silentOperator(memory, seen, now);
  const timeout =
    seen.outcome.state === 'ready'
      ? undefined
      : timedOut(
          operation,
          now,
          timeoutSeconds,
          seen.outcome.message ?? 'nothing',
        );
  const ended = timeout ?? failure;
  const orderPending = operation?.state === 'in progress' && !ended;
  const phase = phaseOf(record.phase, memory, seen, {
    failed: failure !== undefined,
    orderPending,
    now,
  });
  const problem =
    failure ??
    silence ??
    timeout ??
    (phase === 'failed' ? record.problem : undefined);
  const { problem: _problem, message: _message, ...rest } = record;
  const { message } = seen.outcome;
  return {
    record: {
      ...rest,
      phase,
      ...(message && phase !== 'ready' ? { message } : {}),
      ...(problem ? { problem } : {}),
      memory,
      conditions: seenConditions(record.conditions, seen, failure, now),
      endpoints:
        seen.outcome.state === 'ready' ? seen.endpoints : record.endpoints,
      events: seen.events ?? record.events,
    },
    operation:
      operation &&
      decideOperation(operation, memory, seen, { now, ended, silence }),
  };
}

function decideOperation(
  operation: OperationRecord,
  memory: InstanceMemory,
  seen: Seen,
  facts: { now: string; ended?: Problem; silence?: Problem },
): OperationRecord {
  const { now, ended, silence } = facts;
  if (seen.outcome.state === 'ready') return succeedOperation(operation, now);
  if (ended) return failOperation(operation, now, ended);
  const step = memory.acknowledgedAt ? 'running' : 'acknowledged';
  return advanceOperation(operation, step, now, {
    message: seen.outcome.message,
    problem: silence,
  });
}

function remember(
  before: InstanceMemory,
  seen: Seen,
  now: string,
): InstanceMemory {
  const ready = seen.outcome.state === 'ready';
  const applied =
    seen.applied || !before.applied
      ? { digest: seen.digest, at: now }
      : before.applied;
  const acknowledged = seen.acknowledged || ready;
  return {
    applied,
    ...(acknowledged ? { acknowledgedAt: before.acknowledgedAt ?? now } : {}),
    ...(seen.outcome.state === 'failing'
      ? { failing: dwell(before.failing, seen.outcome.reason, now) }
      : {}),
    ...(ready
      ? { readyDigest: seen.digest }
      : {
          ...(before.readyDigest ? { readyDigest: before.readyDigest } : {}),
          unreadySince: before.unreadySince ?? now,
        }),
  };
}

/** The same state goes on since when it began; another one begins now. */
export function dwell(
  before: Dwell | undefined,
  reason: string,
  now: string,
): Dwell {
  return before?.reason === reason ? before : { reason, since: now };
}

function heldFailure(
  failing: Dwell | undefined,
  { outcome }: Seen,
  now: string,
): Problem | undefined {
  if (outcome.state !== 'failing' || !failing) return undefined;
  if (ageInSeconds(failing.since, now) < outcome.holdSeconds) return undefined;
  return findings.operatorFailed(outcome.reason, outcome.message);
}

function silentOperator(
  memory: InstanceMemory,
  seen: Seen,
  now: string,
): Problem | undefined {
  if (memory.acknowledgedAt || !memory.applied) return undefined;
  const seconds = ageInSeconds(memory.applied.at, now);
  if (seconds < OPERATOR_SILENCE_SECONDS) return undefined;
  return findings.operatorSilent(seen.operator, seen.primary, seconds);
}

function timedOut(
  operation: OperationRecord | undefined,
  now: string,
  timeoutSeconds: number,
  lastWord: string,
): Problem | undefined {
  if (operation?.state !== 'in progress') return undefined;
  if (ageInSeconds(operation.startedAt, now) < timeoutSeconds) return undefined;
  return findings.timedOut(Math.round(timeoutSeconds / 60), lastWord);
}

function phaseOf(
  before: InstancePhase,
  memory: InstanceMemory,
  seen: Seen,
  facts: { failed: boolean; orderPending: boolean; now: string },
): InstancePhase {
  if (seen.outcome.state === 'ready') return 'ready';
  const wasReady = memory.readyDigest !== undefined;
  if (!wasReady) return facts.orderPending ? 'provisioning' : 'failed';
  if (facts.failed) return 'degraded';
  if (memory.readyDigest !== seen.digest) return 'updating';
  const unready = ageInSeconds(memory.unreadySince ?? facts.now, facts.now);
  if (before === 'ready' && unready < UNREADY_DWELL_SECONDS) return 'ready';
  return before === 'updating' && unready < UNREADY_DWELL_SECONDS
    ? 'updating'
    : 'degraded';
}

function seenConditions(
  before: readonly Condition[],
  { outcome }: Seen,
  failure: Problem | undefined,
  now: string,
): Condition[] {
  const ready = outcome.state === 'ready';
  let conditions = withCondition(
    withCondition(
      withCondition(
        before,
        {
          type: 'ClusterReachable',
          status: 'True',
          reason: 'Answered',
          message: '',
        },
        now,
      ),
      { type: 'Acted', status: 'True', reason: 'Applied', message: '' },
      now,
    ),
    {
      type: 'Ready',
      status: ready ? 'True' : 'False',
      reason: readyReason(outcome.state, failure !== undefined),
      message: outcome.message ?? '',
    },
    now,
  );
  conditions = outcome.warnings.length
    ? withCondition(
        conditions,
        {
          type: 'OperatorWarning',
          status: 'True',
          reason: 'Reported',
          message: outcome.warnings.join('; '),
        },
        now,
      )
    : withoutCondition(conditions, 'OperatorWarning');
  return conditions;
}

function readyReason(
  state: 'ready' | 'progressing' | 'failing',
  held: boolean,
): string {
  if (state === 'ready') return 'Ready';
  return held ? 'Failed' : 'InProgress';
}
