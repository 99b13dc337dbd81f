import type {
  BindingRecord,
  InstanceRecord,
  OperationRecord,
} from '../model/records';

/** A row as the driver gives it: numbers of 64 bits may come as text. */
export type Row = Record<string, any>;

const parse = (text: string | null) =>
  text === null || text === undefined ? undefined : JSON.parse(text);
const optional = <T>(value: T | null): T | undefined => value ?? undefined;
const text = (value: unknown) =>
  value === undefined ? null : JSON.stringify(value);

/** Drops keys without a value, so that records compare by what they hold. */
function dense<T extends object>(record: T): T {
  for (const key of Object.keys(record) as (keyof T)[]) {
    if (record[key] === undefined) delete record[key];
  }
  return record;
}

export function instanceFromRow(row: Row): InstanceRecord {
  return dense({
    id: row.id,
    tenant: row.tenant,
    environment: row.environment,
    name: row.name,
    cluster: row.cluster,
    namespace: row.namespace,
    resourceName: row.resource_name,
    offering: row.offering,
    offeringTitle: row.offering_title,
    plan: row.plan,
    version: row.version,
    parameters: parse(row.parameters),
    consumption: parse(row.consumption),
    price: parse(row.price),
    exposure: row.exposure,
    deletionPolicy: row.deletion_policy,
    desired: row.desired,
    generation: row.generation,
    createdAt: row.created_at,
    createdBy: row.created_by,
    phase: row.phase,
    message: optional(row.message),
    problem: parse(row.problem),
    conditions: parse(row.conditions),
    events: parse(row.events),
    endpoints: parse(row.endpoints),
    memory: parse(row.memory),
    revision: row.revision,
    updatedAt: row.updated_at,
    deletedAt: optional(row.deleted_at),
  });
}

/** Columns that reconciliation writes. */
export function observedColumns(record: InstanceRecord): Row {
  return {
    phase: record.phase,
    message: record.message ?? null,
    problem: text(record.problem),
    conditions: text(record.conditions),
    events: text(record.events),
    endpoints: text(record.endpoints),
    memory: text(record.memory),
    revision: record.revision,
    updated_at: record.updatedAt,
    deleted_at: record.deletedAt ?? null,
    ...(record.deletedAt ? { live_name: null } : {}),
  };
}

export function instanceToRow(record: InstanceRecord): Row {
  return {
    id: record.id,
    tenant: record.tenant,
    environment: record.environment,
    name: record.name,
    live_name: `${record.tenant}/${record.environment}/${record.name}`,
    cluster: record.cluster,
    namespace: record.namespace,
    resource_name: record.resourceName,
    offering: record.offering,
    offering_title: record.offeringTitle,
    plan: record.plan,
    version: record.version,
    parameters: text(record.parameters),
    consumption: text(record.consumption),
    price: text(record.price),
    exposure: record.exposure,
    deletion_policy: record.deletionPolicy,
    desired: record.desired,
    generation: record.generation,
    created_at: record.createdAt,
    created_by: record.createdBy,
    ...observedColumns(record),
  };
}

export function bindingFromRow(row: Row): BindingRecord {
  return dense({
    id: row.id,
    instanceId: row.instance_id,
    name: row.name,
    parameters: parse(row.parameters),
    desired: row.desired,
    phase: row.phase,
    message: optional(row.message),
    problem: parse(row.problem),
    memory: parse(row.memory),
    createdAt: row.created_at,
    createdBy: row.created_by,
    deletedAt: optional(row.deleted_at),
  });
}

export function bindingToRow(record: BindingRecord): Row {
  return {
    id: record.id,
    instance_id: record.instanceId,
    name: record.name,
    live_name: record.deletedAt ? null : `${record.instanceId}/${record.name}`,
    parameters: text(record.parameters),
    desired: record.desired,
    phase: record.phase,
    message: record.message ?? null,
    problem: text(record.problem),
    memory: text(record.memory),
    created_at: record.createdAt,
    created_by: record.createdBy,
    deleted_at: record.deletedAt ?? null,
  };
}

export function operationFromRow(row: Row): OperationRecord {
  return dense({
    id: row.id,
    instanceId: row.instance_id,
    bindingId: optional(row.binding_id),
    type: row.type,
    state: row.state,
    steps: parse(row.steps),
    proof: parse(row.proof),
    requestedBy: row.requested_by,
    startedAt: row.started_at,
    finishedAt: optional(row.finished_at),
    problem: parse(row.problem),
  });
}

export function operationToRow(record: OperationRecord): Row {
  return {
    id: record.id,
    instance_id: record.instanceId,
    binding_id: record.bindingId ?? null,
    type: record.type,
    state: record.state,
    steps: text(record.steps),
    proof: text(record.proof),
    requested_by: record.requestedBy,
    started_at: record.startedAt,
    finished_at: record.finishedAt ?? null,
    problem: text(record.problem),
  };
}
