import { decideUnbinding } from '../model/decideBinding';
import { decideDeletion } from '../model/decideDeletion';
import type { Blocked, DeletionObservation } from '../model/observation';
import type { InstanceState } from '../model/records';
import { Dismantled, dismantleInstance } from './dismantleInstance';
import { blockedBy } from './obstacles';
import { Pass, pendingOperation, withOperation } from './Pass';
import { bindingTimeout, deprovisionTimeout } from './timeouts';

/** One pass over an instance that shall be gone. */
export async function absencePass(
  pass: Pass,
): Promise<{ after: InstanceState; blocked?: Blocked }> {
  const { state, offering, now } = pass;
  const { observation, bindings } = await dismantle(pass);
  const after = recordDeletion(state, observation, {
    now,
    timeoutSeconds: deprovisionTimeout(offering),
  });
  const clock = { now, timeoutSeconds: bindingTimeout(offering) };
  return {
    after: {
      ...after,
      bindings: state.bindings.map(binding => {
        const found = bindings.get(binding.id);
        return found
          ? decideUnbinding(binding, undefined, found, clock).record
          : binding;
      }),
    },
    ...(observation.kind === 'blocked' ? { blocked: observation } : {}),
  };
}

/** What a deletion is recorded as. */
export function recordDeletion(
  state: InstanceState,
  observation: DeletionObservation,
  clock: { now: string; timeoutSeconds: number },
): InstanceState {
  const { record, operation } = decideDeletion(
    state.instance,
    pendingOperation(state.operations, 'delete'),
    observation,
    clock,
  );
  return {
    ...state,
    instance: record,
    operations: withOperation(state.operations, operation),
  };
}

async function dismantle(pass: Pass): Promise<Dismantled> {
  try {
    return await dismantleInstance(pass);
  } catch (error) {
    return {
      observation: blockedBy(error, pass.client.cluster, pass.offering),
      bindings: new Map(),
    };
  }
}
