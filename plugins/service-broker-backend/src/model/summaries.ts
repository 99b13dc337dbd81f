import type {
  BindingSummary,
  InstanceSummary,
} from '@jimu/plugin-service-broker-common';
import type { BindingRecord, InstanceRecord } from './records';

/** An instance as lists and pushes show it. */
export function instanceSummary(record: InstanceRecord): InstanceSummary {
  return {
    id: record.id,
    name: record.name,
    tenant: record.tenant,
    environment: record.environment,
    cluster: record.cluster,
    namespace: record.namespace,
    resourceName: record.resourceName,
    offering: record.offering,
    offeringTitle: record.offeringTitle,
    plan: record.plan,
    version: record.version,
    phase: record.phase,
    ...(record.message ? { message: record.message } : {}),
    ...(record.problem ? { problem: record.problem } : {}),
    createdAt: record.createdAt,
    createdBy: record.createdBy,
    updatedAt: record.updatedAt,
    price: record.price,
    revision: record.revision,
  };
}

export function bindingSummary(record: BindingRecord): BindingSummary {
  return {
    id: record.id,
    instanceId: record.instanceId,
    name: record.name,
    phase: record.phase,
    parameters: record.parameters,
    ...(record.message ? { message: record.message } : {}),
    ...(record.problem ? { problem: record.problem } : {}),
    createdAt: record.createdAt,
    createdBy: record.createdBy,
  };
}
