import { decideBinding, decideUnbinding } from '../model/decideBinding';
import { decideInstance } from '../model/decideInstance';
import type {
  BindingObservation,
  Blocked,
  UnbindingObservation,
} from '../model/observation';
import type { BindingRecord, InstanceState } from '../model/records';
import type { LiveObjects } from './liveObjects';
import { blockedBy } from './obstacles';
import { Pass, pendingOperation, withOperation } from './Pass';
import { applyBinding, observeBinding } from './realiseBinding';
import { RealisedInstance, realiseInstance } from './realiseInstance';
import { removeBinding } from './removeBinding';
import { bindingTimeout, provisionTimeout } from './timeouts';

type BindingFinding =
  | { shall: 'exist'; observation: BindingObservation }
  | { shall: 'go'; observation: UnbindingObservation };

/** One pass over an instance that shall exist, with its bindings. */
export async function presencePass(
  pass: Pass,
): Promise<{ after: InstanceState; blocked?: Blocked }> {
  const { state, offering, now } = pass;
  const folded = offering.spec.binding?.strategy === 'fold';
  const applied = new Map<string, LiveObjects | Blocked>();
  if (folded) await applyBindings(pass, applied);

  const realised = await realise(foldedInto(pass, applied));
  const observation =
    realised.kind === 'blocked' ? realised : realised.found.observation;
  let after = recordInstance(pass, observation);
  if (!folded && realised.kind !== 'blocked') {
    await applyBindings(pass, applied);
  }
  for (const binding of state.bindings) {
    const finding =
      realised.kind === 'blocked'
        ? blockedFinding(binding, realised)
        : await findBinding(pass, binding, realised.found, applied);
    after = recordBinding(after, binding, finding, pass);
  }
  return realised.kind === 'blocked' ? { after, blocked: realised } : { after };

  function recordInstance(
    { state: before }: Pass,
    seen: Parameters<typeof decideInstance>[2],
  ): InstanceState {
    const { record, operation } = decideInstance(
      before.instance,
      pendingOperation(before.operations, 'create'),
      seen,
      { now, timeoutSeconds: provisionTimeout(offering) },
    );
    return {
      ...before,
      instance: record,
      operations: withOperation(before.operations, operation),
    };
  }
}

async function realise(
  pass: Pass,
): Promise<Blocked | { kind: 'realised'; found: RealisedInstance }> {
  try {
    return { kind: 'realised', found: await realiseInstance(pass) };
  } catch (error) {
    return blockedBy(error, pass.client.cluster, pass.offering);
  }
}

async function applyBindings(
  pass: Pass,
  applied: Map<string, LiveObjects | Blocked>,
): Promise<void> {
  for (const binding of pass.state.bindings) {
    if (binding.desired === 'absent') continue;
    try {
      applied.set(binding.id, await applyBinding(pass, binding));
    } catch (error) {
      applied.set(
        binding.id,
        blockedBy(error, pass.client.cluster, pass.offering),
      );
    }
  }
}

/** The instance lists only bindings whose objects are there: one that cannot be made must not break the instance. */
function foldedInto(
  pass: Pass,
  applied: Map<string, LiveObjects | Blocked>,
): Pass {
  const bindings = pass.context.bindings.filter(({ id }) => {
    const found = applied.get(id);
    return found === undefined || !isBlocked(found);
  });
  return { ...pass, context: { ...pass.context, bindings } };
}

async function findBinding(
  pass: Pass,
  binding: BindingRecord,
  { live, observation }: RealisedInstance,
  applied: Map<string, LiveObjects | Blocked>,
): Promise<BindingFinding> {
  try {
    if (binding.desired === 'absent') {
      return {
        shall: 'go',
        observation: await removeBinding(pass, binding, {
          live,
          instanceReady: observation.outcome.state === 'ready',
          leaveAccount: false,
        }),
      };
    }
    const found = applied.get(binding.id) ?? {};
    return {
      shall: 'exist',
      observation: isBlocked(found)
        ? found
        : observeBinding(pass, binding, live, found),
    };
  } catch (error) {
    return blockedFinding(
      binding,
      blockedBy(error, pass.client.cluster, pass.offering),
    );
  }
}

function blockedFinding(
  binding: BindingRecord,
  observation: Blocked,
): BindingFinding {
  return binding.desired === 'absent'
    ? { shall: 'go', observation }
    : { shall: 'exist', observation };
}

function recordBinding(
  state: InstanceState,
  binding: BindingRecord,
  finding: BindingFinding,
  { offering, now }: Pass,
): InstanceState {
  const clock = { now, timeoutSeconds: bindingTimeout(offering) };
  const pending = (type: 'bind' | 'unbind') =>
    pendingOperation(state.operations, type, binding.id);
  const { record, operation } =
    finding.shall === 'go'
      ? decideUnbinding(binding, pending('unbind'), finding.observation, clock)
      : decideBinding(binding, pending('bind'), finding.observation, clock);
  return {
    ...state,
    bindings: state.bindings.map(b => (b.id === binding.id ? record : b)),
    operations: withOperation(state.operations, operation),
  };
}

function isBlocked(found: LiveObjects | Blocked): found is Blocked {
  return found.kind === 'blocked';
}
