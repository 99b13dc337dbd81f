import type {
  ActivityEntry,
  BrokerEvent,
  InstanceQuery,
} from '@jimu/plugin-service-broker-common';
import type {
  BindingRecord,
  InstanceRecord,
  OperationRecord,
} from '../model/records';
import type { Accepted, RequestState } from '../model/requests';

export interface InstanceListing {
  query: Pick<
    InstanceQuery,
    'tenant' | 'environment' | 'offering' | 'phase' | 'search'
  >;
  sort: 'name' | 'createdAt' | 'phase';
  order: 'asc' | 'desc';
  limit: number;
  cursor?: string;
  /** Only these tenants; all when left out. */
  tenants?: string[];
}

export interface InstancePage {
  items: InstanceRecord[];
  nextCursor?: string;
  totalItems: number;
}

/** An instance with all that its page shows. */
export interface StoredInstance {
  instance: InstanceRecord;
  bindings: BindingRecord[];
  operation?: OperationRecord;
  /** Newest first. */
  activity: ActivityEntry[];
}

export interface NewOrder {
  instance: InstanceRecord;
  operation: OperationRecord;
  /** Who sends the same key with the same request gets the same answer. */
  idempotency?: { key: string; requestHash: string };
}

export interface NewActivity extends Pick<ActivityEntry, 'action' | 'detail'> {
  instanceId: string;
  tenant: string;
  actor: string;
  time: string;
}

/** Where orders, instances and bindings are kept. */
export interface BrokerStore {
  /** The answer to an order that was accepted under this key; throws ConflictError when it was another order. */
  replay(
    tenant: string,
    idempotency: { key: string; requestHash: string },
  ): Promise<
    { instance: InstanceRecord; operation: OperationRecord } | undefined
  >;
  nameTaken(
    tenant: string,
    environment: string,
    name: string,
  ): Promise<boolean>;
  /** @throws ProblemError (ConflictError) when the name is taken, or the key was used for another order */
  acceptOrder(
    order: NewOrder,
  ): Promise<{ instance: InstanceRecord; operation: OperationRecord }>;
  /**
   * Locks the instance and writes what `decide` makes of it, in one transaction with its activity.
   *
   * @throws ProblemError (NotFoundError) when there is no such instance, and what `decide` throws
   */
  change(
    id: string,
    request: { actor: string; now: string },
    decide: (state: RequestState) => Accepted,
  ): Promise<Accepted>;
  recordActivity(activity: NewActivity): Promise<void>;
  instance(id: string): Promise<InstanceRecord | undefined>;
  stored(id: string): Promise<StoredInstance | undefined>;
  list(listing: InstanceListing): Promise<InstancePage>;
}

/** What viewers are told, in the order of commits. */
export interface Outbox {
  bounds(): Promise<{ first: number; last: number }>;
  read(afterId: number, limit: number): Promise<BrokerEvent[]>;
}
