import type { JsonObject } from '@backstage/types';
import type {
  BindingPhase,
  Condition,
  Consumption,
  Endpoint,
  InstanceEvent,
  InstancePhase,
  Operation,
  Price,
  Problem,
} from '@jimu/plugin-service-broker-common';

/** Whether an instance or binding shall exist. */
export type Desired = 'present' | 'absent';

/** A state that must last before it counts. Times are ISO 8601. */
export interface Dwell {
  reason: string;
  since: string;
}

/** What reconciliation remembers of an instance from pass to pass. */
export interface InstanceMemory {
  /** Digest of the objects that were applied last, and when. */
  applied?: { digest: string; at: string };
  /** When the operator was first seen to react to what was applied. */
  acknowledgedAt?: string;
  /** Since when the operator has reported this failure without a break. */
  failing?: Dwell;
  /** Digest of the objects with which it was last seen ready. */
  readyDigest?: string;
  /** Since when an instance that was ready is not. */
  unreadySince?: string;
  /** Since when deletion has waited for the same objects. */
  waiting?: Dwell;
}

/** An instance as stored: the desired state and the last observation. */
export interface InstanceRecord {
  readonly id: string;
  readonly tenant: string;
  readonly environment: string;
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly resourceName: string;
  readonly offering: string;
  readonly offeringTitle: string;
  readonly plan: string;
  readonly version: string;
  /** Effective parameters. */
  readonly parameters: JsonObject;
  readonly consumption: Consumption;
  readonly price: Price;
  readonly exposure: 'none' | 'nodePort' | 'loadBalancer';
  readonly deletionPolicy: 'delete' | 'retain';
  readonly desired: Desired;
  /** Increases when the desired state changes. */
  readonly generation: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly phase: InstancePhase;
  readonly message?: string;
  readonly problem?: Problem;
  readonly conditions: Condition[];
  readonly events: InstanceEvent[];
  readonly endpoints: Endpoint[];
  readonly memory: InstanceMemory;
  readonly revision: number;
  readonly updatedAt: string;
  readonly deletedAt?: string;
}

/** What reconciliation remembers of a binding. */
export interface BindingMemory {
  applied?: { digest: string };
  failing?: Dwell;
  /** The account was removed where the operator does not do so. */
  revoked?: boolean;
  /** When removing the account was first tried. */
  revokingSince?: string;
}

export interface BindingRecord {
  readonly id: string;
  readonly instanceId: string;
  readonly name: string;
  readonly parameters: JsonObject;
  readonly desired: Desired;
  readonly phase: BindingPhase;
  readonly message?: string;
  readonly problem?: Problem;
  readonly memory: BindingMemory;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deletedAt?: string;
}

/** An operation as stored. */
export type OperationRecord = Operation;

/** All that a pass over an instance starts from. */
export interface InstanceState {
  instance: InstanceRecord;
  /** Bindings that are not deleted, oldest first. */
  bindings: BindingRecord[];
  /** Operations in progress, oldest first. */
  operations: OperationRecord[];
}
