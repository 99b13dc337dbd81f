import type { ClusterClient } from '@jimu/plugin-clusters-node';
import type { Offering, RenderContext } from '@jimu/plugin-service-broker-node';
import type { InstanceState, OperationRecord } from '../model/records';
import type { HeldLease } from './HeldLease';

/** All that the parts of one pass share. */
export interface Pass {
  state: InstanceState;
  offering: Offering;
  client: ClusterClient;
  lease: HeldLease;
  /** Without live objects. */
  context: RenderContext;
  now: string;
}

/** The operation in progress of one type on the instance, or on one of its bindings. */
export function pendingOperation(
  operations: readonly OperationRecord[],
  type: OperationRecord['type'],
  bindingId?: string,
): OperationRecord | undefined {
  return operations.find(
    o =>
      o.state === 'in progress' && o.type === type && o.bindingId === bindingId,
  );
}

/** The operations with one of them replaced by what became of it. */
export function withOperation(
  operations: readonly OperationRecord[],
  changed: OperationRecord | undefined,
): OperationRecord[] {
  return operations.map(o => (o.id === changed?.id ? changed : o));
}
