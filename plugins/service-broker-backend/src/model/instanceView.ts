import type {
  ActivityEntry,
  InstanceView,
} from '@jimu/plugin-service-broker-common';
import type { Offering } from '@jimu/plugin-service-broker-node';
import { bindingSchema } from './offeringViews';
import type { BindingRecord, InstanceRecord, OperationRecord } from './records';
import { bindingSummary, instanceSummary } from './summaries';

export interface InstanceViewParts {
  instance: InstanceRecord;
  bindings: BindingRecord[];
  operation?: OperationRecord;
  activity: ActivityEntry[];
  /** Undefined when it is broken or gone. */
  offering?: Offering;
  /** The environment's rule as it is now. */
  deletionPolicy?: 'delete' | 'retain';
}

/** What an instance's page shows; `allowed` holds what its state permits. */
export function instanceView(parts: InstanceViewParts): InstanceView {
  const { instance, bindings, operation, activity, offering } = parts;
  return {
    ...instanceSummary(instance),
    parameters: instance.parameters,
    consumption: instance.consumption,
    conditions: instance.conditions,
    events: instance.events,
    endpoints: instance.endpoints,
    ...(operation ? { operation } : {}),
    bindings: bindings.map(bindingSummary),
    activity,
    allowed: possibleActions(parts),
    deletionPolicy: parts.deletionPolicy ?? instance.deletionPolicy,
    bindingStrategy: offering?.spec.binding?.strategy ?? 'shared',
    bindingSchema: offering ? bindingSchema(offering) : {},
  };
}

/** What could be done with the instance now by somebody with all rights. */
export function possibleActions({
  instance,
  bindings,
  operation,
  offering,
}: InstanceViewParts): string[] {
  if (instance.phase === 'deleted') return [];
  const living = instance.desired === 'present';
  const wasReady = instance.memory.readyDigest !== undefined;
  const actions: [string, boolean][] = [
    ['delete', living],
    ['bind', living && wasReady && offering?.spec.binding !== undefined],
    ['unbind', living && bindings.some(b => b.desired === 'present')],
    ['reveal', living && bindings.some(b => b.phase === 'ready')],
    ['retry', operation?.state === 'failed'],
  ];
  return actions.filter(([, possible]) => possible).map(([name]) => name);
}
