import type { Problem } from '@jimu/plugin-service-broker-common';
import { Decision, dwell } from './decideInstance';
import type { BindingObservation, UnbindingObservation } from './observation';
import {
  advanceOperation,
  ageInSeconds,
  failOperation,
  succeedOperation,
} from './operations';
import { findings } from './problems';
import type { BindingMemory, BindingRecord, OperationRecord } from './records';

interface Clock {
  now: string;
  timeoutSeconds: number;
}

/** What a binding that shall exist is to be recorded as. */
export function decideBinding(
  record: BindingRecord,
  operation: OperationRecord | undefined,
  observation: BindingObservation,
  clock: Clock,
): Decision<BindingRecord> {
  const { now } = clock;
  if (observation.kind === 'blocked') {
    const timeout = timedOut(operation, clock, observation.problem.message);
    return {
      record: {
        ...record,
        phase: timeout && record.phase === 'pending' ? 'failed' : record.phase,
        problem: observation.problem,
      },
      operation: waiting(operation, 'accepted', clock, {
        problem: observation.problem,
        timeout,
      }),
    };
  }

  const { outcome, digest } = observation;
  const { problem: _problem, message: _message, ...rest } = record;
  const memory: BindingMemory = {
    applied: { digest },
    ...(outcome.state === 'failing'
      ? { failing: dwell(record.memory.failing, outcome.reason, now) }
      : {}),
  };
  if (outcome.state === 'ready') {
    return {
      record: { ...rest, phase: 'ready', memory },
      operation: operation && succeedOperation(operation, now),
    };
  }
  const failure =
    outcome.state === 'failing' &&
    memory.failing &&
    ageInSeconds(memory.failing.since, now) >= outcome.holdSeconds
      ? findings.operatorFailed(outcome.reason, outcome.message)
      : undefined;
  const timeout = timedOut(operation, clock, outcome.message ?? 'nothing');
  const ended = failure ?? timeout;
  const pending = operation?.state === 'in progress' && !ended;
  // An account that worked goes on working while its operator looks again.
  const phase = record.phase === 'ready' && !failure ? 'ready' : 'failed';
  return {
    record: {
      ...rest,
      phase: pending ? 'pending' : phase,
      ...(outcome.message ? { message: outcome.message } : {}),
      ...problemField(ended ?? (pending ? undefined : record.problem)),
      memory,
    },
    operation: waiting(operation, 'ready', clock, {
      message: outcome.message,
      timeout: ended,
    }),
  };
}

/** What a binding that shall be gone is to be recorded as. */
export function decideUnbinding(
  record: BindingRecord,
  operation: OperationRecord | undefined,
  observation: UnbindingObservation,
  clock: Clock,
): Decision<BindingRecord> {
  const { now } = clock;
  const { problem: _problem, message: _message, ...rest } = record;
  if (observation.kind === 'gone') {
    return {
      record: { ...rest, phase: 'deleted', deletedAt: now },
      operation:
        operation && succeedOperation(operation, now, observation.proof),
    };
  }
  if (observation.kind === 'blocked') {
    return {
      record: { ...rest, phase: 'deleting', problem: observation.problem },
      operation: waiting(operation, 'resources', clock, {
        problem: observation.problem,
        timeout: timedOut(operation, clock, observation.problem.message),
      }),
    };
  }
  const message = `waits for ${observation.for}`;
  const memory: BindingMemory = {
    ...record.memory,
    ...(observation.revoked ? { revoked: true } : {}),
    ...(observation.revoking
      ? { revokingSince: record.memory.revokingSince ?? now }
      : {}),
  };
  return {
    record: {
      ...rest,
      phase: 'deleting',
      message,
      ...problemField(observation.problem),
      memory,
    },
    operation: waiting(operation, 'resources', clock, {
      message,
      problem: observation.problem,
      timeout: timedOut(
        operation,
        clock,
        observation.problem?.message ?? message,
      ),
    }),
  };
}

function waiting(
  operation: OperationRecord | undefined,
  step: string,
  { now }: Clock,
  told: { message?: string; problem?: Problem; timeout?: Problem },
): OperationRecord | undefined {
  if (!operation) return undefined;
  return told.timeout
    ? failOperation(operation, now, told.timeout)
    : advanceOperation(operation, step, now, told);
}

function timedOut(
  operation: OperationRecord | undefined,
  { now, timeoutSeconds }: Clock,
  lastWord: string,
): Problem | undefined {
  if (operation?.state !== 'in progress') return undefined;
  if (ageInSeconds(operation.startedAt, now) < timeoutSeconds) return undefined;
  return findings.timedOut(Math.round(timeoutSeconds / 60), lastWord);
}

function problemField(problem: Problem | undefined): { problem?: Problem } {
  return problem ? { problem } : {};
}
