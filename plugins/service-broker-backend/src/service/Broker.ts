import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  BindingSummary,
  BindRequest,
  BrokenOffering,
  Credentials,
  InstanceQuery,
  InstanceSummary,
  InstanceView,
  OfferingSummary,
  OfferingView,
  Operation,
  OrderCheck,
  OrderRequest,
  OrderResponse,
  Page,
} from '@jimu/plugin-service-broker-common';

/** Who calls. */
export interface Caller {
  credentials: BackstageCredentials;
  /** For records: `user:default/li.na`, or `service:` and a subject. */
  actor: string;
}

/**
 * An object of ours in a cluster that no live instance accounts for, or an instance without its object; or a cluster that did
 * not tell, about which an empty list would be a false all-clear.
 */
export interface Orphan {
  kind:
    | 'object-without-instance'
    | 'instance-without-object'
    | 'cluster-not-read';
  cluster: string;
  /** Absent for `cluster-not-read`. */
  instanceId?: string;
  /** For example `Kafka pay-dev-svc/orders-x1y2z`; for `cluster-not-read` the kind that could not be listed. */
  object: string;
}

/** The use cases of the service broker, one per endpoint. Refusals are `ProblemError`s. */
export interface Broker {
  offerings(caller: Caller): Promise<OfferingSummary[]>;
  offering(name: string, caller: Caller): Promise<OfferingView>;
  brokenOfferings(caller: Caller): Promise<BrokenOffering[]>;
  orphans(caller: Caller): Promise<Orphan[]>;
  checkOrder(order: OrderRequest, caller: Caller): Promise<OrderCheck>;
  order(
    order: OrderRequest,
    idempotencyKey: string | undefined,
    caller: Caller,
  ): Promise<OrderResponse>;
  /** @param tenants - narrows the list; all tenants when left out */
  instances(
    query: InstanceQuery,
    caller: Caller,
    tenants?: string[],
  ): Promise<Page<InstanceSummary>>;
  instance(id: string, caller: Caller): Promise<InstanceView>;
  deleteInstance(
    id: string,
    confirmName: string,
    caller: Caller,
  ): Promise<Operation>;
  retry(id: string, caller: Caller): Promise<Operation>;
  bind(
    instanceId: string,
    request: BindRequest,
    caller: Caller,
  ): Promise<{ binding: BindingSummary; operation: Operation }>;
  unbind(
    instanceId: string,
    bindingId: string,
    caller: Caller,
  ): Promise<Operation>;
  credentials(
    instanceId: string,
    bindingId: string,
    caller: Caller,
  ): Promise<Credentials>;
}
