import type {
  OperationType,
  Problem,
} from '@jimu/plugin-service-broker-common';
import type { OperationRecord } from './records';
import { completeSteps, failSteps, initialSteps, progressTo } from './steps';

export interface OpenOperationOptions {
  id: string;
  instanceId: string;
  bindingId?: string;
  type: OperationType;
  requestedBy: string;
  now: string;
}

/** An operation that has just been accepted. */
export function openOperation(options: OpenOperationOptions): OperationRecord {
  const { id, instanceId, bindingId, type, requestedBy, now } = options;
  return {
    id,
    instanceId,
    ...(bindingId ? { bindingId } : {}),
    type,
    state: 'in progress',
    steps: initialSteps(type, now),
    requestedBy,
    startedAt: now,
  };
}

/** The operation with `step` active; one that has ended stays as it is. */
export function advanceOperation(
  operation: OperationRecord,
  step: string,
  now: string,
  told: { message?: string; problem?: Problem } = {},
): OperationRecord {
  if (operation.state !== 'in progress') return operation;
  const { problem: _before, ...rest } = operation;
  return {
    ...rest,
    steps: progressTo(operation.steps, step, now, told.message),
    ...(told.problem ? { problem: told.problem } : {}),
  };
}

export function succeedOperation(
  operation: OperationRecord,
  now: string,
  proof?: string[],
): OperationRecord {
  if (operation.state !== 'in progress') return operation;
  const { problem: _before, ...rest } = operation;
  return {
    ...rest,
    state: 'succeeded',
    steps: completeSteps(operation.steps, now),
    finishedAt: now,
    ...(proof ? { proof } : {}),
  };
}

export function failOperation(
  operation: OperationRecord,
  now: string,
  problem: Problem,
): OperationRecord {
  if (operation.state !== 'in progress') return operation;
  return {
    ...operation,
    state: 'failed',
    steps: failSteps(operation.steps, now, problem.message),
    finishedAt: now,
    problem,
  };
}

/** Whole seconds since the operation was accepted. */
export function ageInSeconds(startedAt: string, now: string): number {
  return Math.floor((Date.parse(now) - Date.parse(startedAt)) / 1000);
}
