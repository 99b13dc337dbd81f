import type { Endpoint } from '@jimu/plugin-service-broker-common';
import type {
  ObservedRef,
  RenderContext,
  RenderedResource,
  StatusOutcome,
} from '@jimu/plugin-service-broker-node';
import { digestOf } from '../model/canonicalJson';
import { externalEndpoint } from '../model/externalEndpoint';
import type { InstanceObservation } from '../model/observation';
import { findings } from '../model/problems';
import { applyObjects } from './applyObjects';
import { collectEvents } from './collectEvents';
import { describeObject, LiveObjects, readObjects } from './liveObjects';
import { obstacle, operatorOf } from './obstacles';
import type { Pass } from './Pass';

/** Objects are applied anew after this long, so that what was changed by hand comes back. */
const REAPPLY_MS = 290_000;

/** An instance as a pass found it, with the live objects that its bindings' expressions see. */
export interface RealisedInstance {
  observation: Extract<InstanceObservation, { kind: 'seen' }>;
  live: LiveObjects;
}

/** Applies what differs from the wish or was not applied for long, and looks at the result. */
export async function realiseInstance(pass: Pass): Promise<RealisedInstance> {
  const { state, offering, client, lease, context } = pass;
  const { instance } = state;
  const rendered = readable(() => offering.render(context));
  const refs = readable(() => offering.observed(context));
  const digest = digestOf(rendered.map(({ object }) => object));
  const live = await readObjects(client, refs);

  const due = needsApply(pass, rendered, live, digest);
  if (due) {
    Object.assign(
      live,
      await applyObjects({
        client,
        lease,
        instanceId: instance.id,
        rendered,
        live,
      }),
    );
  }

  const seen: RenderContext = { ...context, res: live };
  const outcome = readable(() => offering.status(seen));
  const primary = rendered.find(r => r.primary)?.object;
  return {
    live,
    observation: {
      kind: 'seen',
      outcome,
      digest,
      applied: due,
      acknowledged: hasReacted(rendered, refs, live),
      endpoints: outcome.state === 'ready' ? await endpoints(pass, seen) : [],
      ...(await events(pass, outcome)),
      operator: operatorOf(offering),
      primary: primary
        ? describeObject({ ...primary.metadata, kind: primary.kind })
        : instance.resourceName,
    },
  };
}

function needsApply(
  { state, now }: Pass,
  rendered: readonly RenderedResource[],
  live: LiveObjects,
  digest: string,
): boolean {
  const { applied } = state.instance.memory;
  return (
    applied?.digest !== digest ||
    Date.parse(now) - Date.parse(applied.at) >= REAPPLY_MS ||
    rendered.some(({ id }) => !live[id])
  );
}

/** The operator wrote a status, or an object is there that was not applied. */
function hasReacted(
  rendered: readonly RenderedResource[],
  refs: readonly ObservedRef[],
  live: LiveObjects,
): boolean {
  const made = rendered.filter(r => r.primary).map(r => live[r.id]);
  if (made.some(o => o && Object.keys((o.status ?? {}) as object).length > 0)) {
    return true;
  }
  const applied = new Set(rendered.map(({ id }) => id));
  return refs.some(({ id }) => !applied.has(id) && live[id]);
}

async function endpoints(
  { client, offering, state }: Pass,
  seen: RenderContext,
): Promise<Endpoint[]> {
  const inside = readable(() => offering.endpoints(seen)).map(
    (endpoint): Endpoint => ({ ...endpoint, scope: 'cluster' }),
  );
  const external = readable(() => offering.external(seen));
  if (!external) return inside;
  const service = await client.get({
    apiVersion: 'v1',
    kind: 'Service',
    name: external.service,
    namespace: state.instance.namespace,
  });
  if (!service) return inside;
  const nodes = await client.list({ apiVersion: 'v1', kind: 'Node' });
  const found = externalEndpoint(service, external.port, nodes);
  return found
    ? [...inside, { name: 'external', ...found, scope: 'external' }]
    : inside;
}

/** Events are for people who wait or worry; a settled instance needs no look at them. */
async function events(
  { state, client }: Pass,
  outcome: StatusOutcome,
): Promise<{ events?: InstanceObservationEvents }> {
  const { instance } = state;
  if (outcome.state === 'ready' && instance.phase === 'ready') return {};
  return {
    events: await collectEvents(
      client,
      instance.namespace,
      instance.resourceName,
    ),
  };
}

type InstanceObservationEvents = RealisedInstance['observation']['events'];

/** Expressions meet whatever operators write; where they cannot cope, people see why. */
export function readable<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw obstacle(
      'StatusUnreadable',
      findings.statusUnreadable((error as Error).message),
    );
  }
}
