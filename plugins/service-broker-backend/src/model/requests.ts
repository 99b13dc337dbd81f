import type { JsonObject } from '@backstage/types';
import {
  ActivityEntry,
  ProblemError,
} from '@jimu/plugin-service-broker-common';
import { failOperation, openOperation } from './operations';
import { findings, problems } from './problems';
import type {
  BindingRecord,
  InstanceRecord,
  InstanceState,
  OperationRecord,
} from './records';

/** Who asks, when, and the ids that what comes of it shall have. */
export interface Asking {
  actor: string;
  now: string;
  operationId: string;
}

/** An instance with its latest operation, which may have ended. */
export interface RequestState extends InstanceState {
  latest?: OperationRecord;
}

/** What a request makes of the state; `operation` is the answer. */
export interface Accepted {
  /** Undefined when nothing changes: the same was asked for before. */
  after?: InstanceState;
  operation: OperationRecord;
  binding?: BindingRecord;
  activity?: Pick<ActivityEntry, 'action' | 'detail'>;
}

/** Deletion is accepted in every phase and ends what is under way; asked for again, it answers the same operation. */
export function requestDeletion(
  state: RequestState,
  confirmName: string,
  asking: Asking,
): Accepted {
  const { instance, latest } = state;
  if (instance.phase === 'deleted') {
    throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
  }
  if (confirmName !== instance.name) {
    throw new ProblemError('InputError', [
      problems.confirmNameMismatch(instance.name),
    ]);
  }
  if (instance.desired === 'absent' && latest?.state === 'in progress') {
    return { operation: latest };
  }
  const { operation, ended } = supersede(state, 'delete', asking);
  return {
    after: {
      instance: {
        ...withoutWords(instance),
        desired: 'absent',
        generation: instance.generation + 1,
        phase: 'deleting',
        memory: { ...instance.memory, waiting: undefined },
      },
      bindings: state.bindings.map(toDelete),
      operations: [...ended, operation],
    },
    operation,
    activity: { action: 'delete' },
  };
}

/** A failed order or deletion begins anew. */
export function requestRetry(state: RequestState, asking: Asking): Accepted {
  const { instance, latest } = state;
  if (instance.phase === 'deleted') {
    throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
  }
  const retried = latest?.type;
  if (
    latest?.state !== 'failed' ||
    (retried !== 'create' && retried !== 'delete')
  ) {
    throw new ProblemError('ConflictError', [problems.nothingToRetry()]);
  }
  const operation = openOperation({
    id: asking.operationId,
    instanceId: instance.id,
    type: retried,
    requestedBy: asking.actor,
    now: asking.now,
  });
  return {
    after: {
      ...state,
      instance: {
        ...withoutWords(instance),
        generation: instance.generation + 1,
        phase: retried === 'delete' ? 'deleting' : 'pending',
        memory:
          retried === 'delete'
            ? {}
            : { ...instance.memory, applied: undefined, failing: undefined },
      },
      operations: [...state.operations, operation],
    },
    operation,
    activity: { action: 'retry', detail: retried },
  };
}

export interface BindingWish {
  id: string;
  name: string;
  /** Effective parameters. */
  parameters: JsonObject;
}

export function requestBinding(
  state: RequestState,
  wish: BindingWish,
  asking: Asking,
): Accepted & { binding: BindingRecord } {
  const { instance } = state;
  refuseUnlessLiving(instance);
  if (instance.memory.readyDigest === undefined) {
    throw new ProblemError('ConflictError', [
      problems.instanceNotReady(instance.phase),
    ]);
  }
  if (state.bindings.some(b => b.name === wish.name)) {
    throw new ProblemError('ConflictError', [
      problems.bindingNameTaken(wish.name),
    ]);
  }
  const binding: BindingRecord = {
    ...wish,
    instanceId: instance.id,
    desired: 'present',
    phase: 'pending',
    memory: {},
    createdAt: asking.now,
    createdBy: asking.actor,
  };
  const operation = openOperation({
    id: asking.operationId,
    instanceId: instance.id,
    bindingId: binding.id,
    type: 'bind',
    requestedBy: asking.actor,
    now: asking.now,
  });
  return {
    after: {
      instance,
      bindings: [...state.bindings, binding],
      operations: [...state.operations, operation],
    },
    binding,
    operation,
    activity: { action: 'bind', detail: wish.name },
  };
}

/** Asked for again while under way, it answers the same operation. */
export function requestUnbinding(
  state: RequestState,
  bindingId: string,
  asking: Asking,
): Accepted {
  refuseUnlessLiving(state.instance);
  const binding = state.bindings.find(b => b.id === bindingId);
  if (!binding) {
    throw new ProblemError('NotFoundError', [problems.bindingUnknown()]);
  }
  const pending = state.operations.filter(o => o.bindingId === bindingId);
  const same = pending.find(o => o.type === 'unbind');
  if (same) return { operation: same };
  const operation = openOperation({
    id: asking.operationId,
    instanceId: state.instance.id,
    bindingId,
    type: 'unbind',
    requestedBy: asking.actor,
    now: asking.now,
  });
  return {
    after: {
      instance: state.instance,
      bindings: state.bindings.map(b => (b === binding ? toDelete(b) : b)),
      operations: [
        ...pending.map(o =>
          failOperation(o, asking.now, findings.superseded()),
        ),
        operation,
      ],
    },
    operation,
    activity: { action: 'unbind', detail: binding.name },
  };
}

function supersede(
  { instance, operations }: RequestState,
  type: 'delete',
  { operationId, actor, now }: Asking,
): { operation: OperationRecord; ended: OperationRecord[] } {
  return {
    operation: openOperation({
      id: operationId,
      instanceId: instance.id,
      type,
      requestedBy: actor,
      now,
    }),
    ended: operations.map(o => failOperation(o, now, findings.superseded())),
  };
}

function refuseUnlessLiving(instance: InstanceRecord): void {
  if (instance.phase === 'deleted') {
    throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
  }
  if (instance.desired === 'absent') {
    throw new ProblemError('ConflictError', [problems.instanceDeleting()]);
  }
}

function toDelete(binding: BindingRecord): BindingRecord {
  const { message: _message, problem: _problem, ...rest } = binding;
  return { ...rest, desired: 'absent', phase: 'deleting' };
}

function withoutWords(instance: InstanceRecord): InstanceRecord {
  const { message: _message, problem: _problem, ...rest } = instance;
  return rest;
}
