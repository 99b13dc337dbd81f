import type { GroupVersionKind } from '@jimu/plugin-clusters-common';
import {
  DeletionStep,
  LABEL_INSTANCE,
  RenderContext,
} from '@jimu/plugin-service-broker-node';
import type {
  DeletionObservation,
  UnbindingObservation,
} from '../model/observation';
import { ageInSeconds } from '../model/operations';
import type { BindingRecord } from '../model/records';
import { LiveObjects, readObjects } from './liveObjects';
import type { Pass } from './Pass';
import { readable } from './realiseInstance';
import { removeBinding } from './removeBinding';
import { Removal, removeObject, removeSelected } from './removeObjects';
import { bindingRenderContext } from './renderContext';

/** How long the deletion of an instance waits for the removal of an account inside it. */
const ACCOUNT_PATIENCE_SECONDS = 120;

/** Kinds that hold data: under the policy `retain` they stay. */
const DATA_KINDS = ['Secret', 'PersistentVolumeClaim'];

export interface Dismantled {
  observation: DeletionObservation;
  /** What became of each binding, by its id. */
  bindings: Map<string, UnbindingObservation>;
}

/** Takes an instance down in its offering's order. Each step begins when the one before is proven gone. */
export async function dismantleInstance(pass: Pass): Promise<Dismantled> {
  const { offering, context } = pass;
  const bindings = new Map<string, UnbindingObservation>();
  const proof: string[] = [];
  const order = readable(() => offering.deletion(context));
  const steps: DeletionStep[] = [
    ...(order.some(({ kind }) => kind === 'bindings')
      ? []
      : [{ kind: 'bindings' as const }]),
    ...order,
  ];
  for (const step of steps) {
    const removal =
      step.kind === 'bindings'
        ? await removeBindings(pass, bindings)
        : await removeStep(pass, step, 'own');
    if (removal.waiting.length > 0) {
      return {
        bindings,
        observation: {
          kind: 'waiting',
          step: step.kind === 'bindings' ? 'bindings' : 'resources',
          for: removal.waiting,
        },
      };
    }
    proof.push(...removal.proof);
  }
  const rest = await removeRest(pass);
  if (rest.waiting.length > 0) {
    return {
      bindings,
      observation: { kind: 'waiting', step: 'resources', for: rest.waiting },
    };
  }
  return {
    bindings,
    observation: {
      kind: 'gone',
      proof: [...new Set([...proof, ...rest.proof])],
    },
  };
}

async function removeBindings(
  pass: Pass,
  found: Map<string, UnbindingObservation>,
): Promise<Removal> {
  const { state, offering, client, context, now } = pass;
  if (state.bindings.length === 0) return { waiting: [], proof: [] };
  const live = await readObjects(
    client,
    readable(() => offering.observed(context)),
  );
  const instanceReady = answersReady(pass, live);
  const waiting: string[] = [];
  const proof: string[] = [];
  for (const binding of state.bindings) {
    const observation = await removeBinding(pass, binding, {
      live,
      instanceReady,
      leaveAccount: !instanceReady || outwaited(binding, now),
    });
    found.set(binding.id, observation);
    if (observation.kind === 'waiting') waiting.push(observation.for);
    if (observation.kind === 'gone') proof.push(...observation.proof);
  }
  return { waiting, proof };
}

function answersReady({ offering, context }: Pass, live: LiveObjects): boolean {
  return (
    readable(() => offering.status({ ...context, res: live })).state === 'ready'
  );
}

function outwaited({ memory }: BindingRecord, now: string): boolean {
  return (
    memory.revokingSince !== undefined &&
    ageInSeconds(memory.revokingSince, now) >= ACCOUNT_PATIENCE_SECONDS
  );
}

async function removeStep(
  { client, lease, state, context }: Pass,
  step: Exclude<DeletionStep, { kind: 'bindings' }>,
  whose: 'own' | 'leftover',
): Promise<Removal> {
  if (step.kind === 'object') {
    const { apiVersion, kind, name, namespace } = step.ref;
    if (whose === 'own' && staysAsData(context, kind)) {
      return { waiting: [], proof: [] };
    }
    return removeObject(
      client,
      lease,
      { apiVersion, kind, name, namespace },
      {
        orphan: step.orphan,
        ...(whose === 'own' ? { owner: state.instance.id } : {}),
      },
    );
  }
  return removeSelected(client, lease, {
    apiVersion: step.apiVersion,
    kind: step.objectKind,
    namespace: context.instance.namespace,
    labels: step.labels,
  });
}

function staysAsData({ instance }: RenderContext, kind: string): boolean {
  return instance.deletionPolicy === 'retain' && DATA_KINDS.includes(kind);
}

/** What operators leave behind, and whatever else bears the instance's label. */
async function removeRest(pass: Pass): Promise<Removal> {
  const { offering, context, client, lease, state } = pass;
  const waiting: string[] = [];
  const proof: string[] = [];
  for (const step of readable(() => offering.leftovers(context))) {
    if (step.kind === 'bindings') continue;
    const removal = await removeStep(pass, step, 'leftover');
    waiting.push(...removal.waiting);
    proof.push(...removal.proof);
  }
  for (const { apiVersion, kind } of labelledKinds(pass)) {
    if (staysAsData(context, kind)) continue;
    const removal = await removeSelected(client, lease, {
      apiVersion,
      kind,
      namespace: context.instance.namespace,
      labels: { [LABEL_INSTANCE]: state.instance.id },
    });
    waiting.push(...removal.waiting);
    proof.push(...removal.proof);
  }
  return { waiting, proof };
}

/** Kinds of all objects that the instance and its bindings are made of. */
function labelledKinds({ offering, context, state }: Pass): GroupVersionKind[] {
  const rendered = readable(() => [
    ...offering.render(context),
    ...state.bindings.flatMap(binding =>
      offering.renderBinding(
        bindingRenderContext(context, state.instance, binding),
      ),
    ),
  ]);
  const kinds = new Map<string, GroupVersionKind>();
  const required = offering.requires.map(({ apiVersion, kind }) => ({
    apiVersion,
    kind,
  }));
  for (const { apiVersion, kind } of [
    ...required,
    ...rendered.map(({ object }) => object),
  ]) {
    kinds.set(`${apiVersion} ${kind}`, { apiVersion, kind });
  }
  return [...kinds.values()];
}
