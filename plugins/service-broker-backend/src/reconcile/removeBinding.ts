import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import {
  LABEL_BINDING,
  RenderContext,
  RenderedResource,
} from '@jimu/plugin-service-broker-node';
import type { UnbindingObservation } from '../model/observation';
import { findings } from '../model/problems';
import type { BindingRecord } from '../model/records';
import {
  describeObject,
  isOwnedBy,
  LiveObjects,
  readObjects,
} from './liveObjects';
import { obstacle } from './obstacles';
import type { Pass } from './Pass';
import { readable } from './realiseInstance';
import { Removal, removeObject, removeSelected } from './removeObjects';
import { bindingRenderContext } from './renderContext';

export interface RemoveBindingOptions {
  /** Objects of the instance; the account can only be removed while the instance answers. */
  live: LiveObjects;
  instanceReady: boolean;
  /** Give up removing the account: it goes with the instance. */
  leaveAccount: boolean;
}

/** Removes a binding's account, then its objects, last made first, and proves them gone. */
export async function removeBinding(
  pass: Pass,
  binding: BindingRecord,
  options: RemoveBindingOptions,
): Promise<UnbindingObservation> {
  const { state, offering } = pass;
  const context: RenderContext = {
    ...bindingRenderContext(pass.context, state.instance, binding),
    res: options.live,
  };
  const rendered = readable(() => offering.renderBinding(context));
  const revocation = await revoke(pass, binding, context, options);
  if (revocation) return revocation;

  const proof: string[] = [];
  for (const remove of removals(pass, binding, rendered)) {
    const removal = await remove();
    if (removal.waiting.length > 0) {
      return {
        kind: 'waiting',
        for: removal.waiting.join(', '),
        revoked: true,
        revoking: false,
      };
    }
    proof.push(...removal.proof);
  }
  return { kind: 'gone', proof };
}

function removals(
  { client, lease, state, offering, context }: Pass,
  binding: BindingRecord,
  rendered: readonly RenderedResource[],
): (() => Promise<Removal>)[] {
  const objects = [...rendered].reverse().map(({ object }) => () => {
    const { name, namespace } = object.metadata;
    const { apiVersion, kind } = object;
    const ref = { apiVersion, kind, name, namespace };
    return removeObject(client, lease, ref, { owner: state.instance.id });
  });
  if (!offering.spec.binding?.revoke) return objects;
  const jobs = () =>
    removeSelected(client, lease, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      namespace: context.instance.namespace,
      labels: { [LABEL_BINDING]: binding.id },
    });
  return [jobs, ...objects];
}

/** Runs the offering's job that removes the account; undefined when there is nothing (more) to do. */
async function revoke(
  pass: Pass,
  binding: BindingRecord,
  context: RenderContext,
  options: RemoveBindingOptions,
): Promise<UnbindingObservation | undefined> {
  const { offering, client, lease, state } = pass;
  const never = !offering.spec.binding?.revoke || !binding.memory.applied;
  if (never || binding.memory.revoked || options.leaveAccount) return undefined;
  if (!options.instanceReady) {
    return waiting('the instance to be ready, to remove the account in it');
  }
  const bindingRes = await readObjects(
    client,
    readable(() => offering.observedBinding(context)),
  );
  const job = readable(() => offering.revocation({ ...context, bindingRes }));
  if (!job) return undefined;
  const { apiVersion, kind, metadata } = job.object;
  const ref = {
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
  };
  const live = await client.get(ref);
  if (!live) {
    await lease.hold();
    await client.apply(job.object);
    return waiting(describeObject(ref));
  }
  if (!isOwnedBy(live, state.instance.id)) {
    throw obstacle(
      'ForeignObject',
      findings.objectForeign(describeObject(ref)),
    );
  }
  const failure = jobCondition(live, 'Failed');
  if (failure) {
    await removeObject(client, lease, ref, { owner: state.instance.id });
    return {
      ...waiting(describeObject(ref)),
      problem: findings.revocationFailed(metadata.name, failure),
    };
  }
  if (jobCondition(live, 'Complete') === undefined) {
    return waiting(describeObject(ref));
  }
  return { ...waiting(describeObject(ref)), revoked: true };
}

function waiting(
  what: string,
): Extract<UnbindingObservation, { kind: 'waiting' }> {
  return { kind: 'waiting', for: what, revoked: false, revoking: true };
}

/** The message of a job's condition that is true. */
function jobCondition(
  job: KubernetesObject,
  type: 'Complete' | 'Failed',
): string | undefined {
  const { conditions = [] } = (job.status ?? {}) as {
    conditions?: { type: string; status: string; message?: string }[];
  };
  const found = conditions.find(c => c.type === type && c.status === 'True');
  return found && (found.message ?? type);
}
