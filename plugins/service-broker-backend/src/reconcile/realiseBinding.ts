import type { RenderContext } from '@jimu/plugin-service-broker-node';
import { digestOf } from '../model/canonicalJson';
import type { BindingObservation } from '../model/observation';
import type { BindingRecord } from '../model/records';
import { applyObjects } from './applyObjects';
import { LiveObjects, readObjects } from './liveObjects';
import type { Pass } from './Pass';
import { readable } from './realiseInstance';
import { bindingRenderContext } from './renderContext';

/** Applies a binding's objects where they are missing or differ. */
export async function applyBinding(
  pass: Pass,
  binding: BindingRecord,
): Promise<LiveObjects> {
  const { state, offering, client, lease } = pass;
  const context = contextOf(pass, binding);
  const rendered = readable(() => offering.renderBinding(context));
  const live = await readObjects(
    client,
    readable(() => offering.observedBinding(context)),
  );
  const digest = digestOf(rendered.map(({ object }) => object));
  if (
    binding.memory.applied?.digest !== digest ||
    rendered.some(({ id }) => !live[id])
  ) {
    Object.assign(
      live,
      await applyObjects({
        client,
        lease,
        instanceId: state.instance.id,
        rendered,
        live,
      }),
    );
  }
  return live;
}

/** What the live objects say of a binding. */
export function observeBinding(
  pass: Pass,
  binding: BindingRecord,
  live: LiveObjects,
  bindingLive: LiveObjects,
): BindingObservation {
  const context: RenderContext = {
    ...contextOf(pass, binding),
    res: live,
    bindingRes: bindingLive,
  };
  const rendered = readable(() => pass.offering.renderBinding(context));
  return {
    kind: 'seen',
    outcome: readable(() => pass.offering.bindingStatus(context)),
    digest: digestOf(rendered.map(({ object }) => object)),
  };
}

function contextOf(pass: Pass, binding: BindingRecord): RenderContext {
  return bindingRenderContext(pass.context, pass.state.instance, binding);
}
