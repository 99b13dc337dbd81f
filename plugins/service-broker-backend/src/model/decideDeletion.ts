import { withCondition } from './conditions';
import { blockedConditions, Decision, dwell } from './decideInstance';
import type { DeletionObservation } from './observation';
import {
  advanceOperation,
  ageInSeconds,
  failOperation,
  succeedOperation,
} from './operations';
import { findings } from './problems';
import type { InstanceRecord, OperationRecord } from './records';

/** After this long a deletion says what it waits for as a problem. */
export const DELETION_PATIENCE_SECONDS = 60;

/** What an instance that shall be gone is to be recorded as. Deletion goes on after its operation has ended. */
export function decideDeletion(
  record: InstanceRecord,
  operation: OperationRecord | undefined,
  observation: DeletionObservation,
  { now, timeoutSeconds }: { now: string; timeoutSeconds: number },
): Decision<InstanceRecord> {
  const { problem: _problem, message: _message, ...rest } = record;

  if (observation.kind === 'gone') {
    return {
      record: {
        ...rest,
        phase: 'deleted',
        memory: {},
        endpoints: [],
        conditions: withCondition(
          record.conditions,
          {
            type: 'Gone',
            status: 'True',
            reason: 'Proven',
            message: `${observation.proof.length} objects proven gone`,
          },
          now,
        ),
        deletedAt: now,
      },
      operation:
        operation && succeedOperation(operation, now, observation.proof),
    };
  }

  const blocked = observation.kind === 'blocked';
  const waitsFor = blocked ? '' : observation.for.join(', ');
  const waiting = blocked
    ? record.memory.waiting
    : dwell(record.memory.waiting, waitsFor, now);
  const seconds = waiting ? ageInSeconds(waiting.since, now) : 0;
  const slow =
    seconds >= DELETION_PATIENCE_SECONDS
      ? findings.deletionWaits(waitsFor, seconds)
      : undefined;
  const problem = blocked ? observation.problem : slow;
  const message = blocked ? undefined : `waits for ${waitsFor}`;
  const late =
    operation?.state === 'in progress' &&
    ageInSeconds(operation.startedAt, now) >= timeoutSeconds
      ? findings.timedOut(
          Math.round(timeoutSeconds / 60),
          problem?.message ?? message ?? 'nothing',
        )
      : undefined;
  return {
    record: {
      ...rest,
      phase: 'deleting',
      ...(message ? { message } : {}),
      ...(problem ? { problem } : {}),
      memory: { ...record.memory, ...(waiting ? { waiting } : {}) },
      conditions: blocked
        ? blockedConditions(
            record.conditions,
            observation.obstacle,
            observation.problem.message,
            now,
          )
        : withCondition(
            record.conditions,
            {
              type: 'ClusterReachable',
              status: 'True',
              reason: 'Answered',
              message: '',
            },
            now,
          ),
    },
    operation:
      operation &&
      (late
        ? failOperation(operation, now, late)
        : advanceOperation(
            operation,
            blocked ? 'bindings' : observation.step,
            now,
            { message, problem },
          )),
  };
}
