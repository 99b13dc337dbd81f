import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import { ClustersService, isClusterError } from '@jimu/plugin-clusters-node';
import {
  BindRequest,
  Credentials,
  InstanceQuery,
  InstanceSummary,
  InstanceView,
  OfferingView,
  Operation,
  OrderCheck,
  OrderRequest,
  OrderResponse,
  Page,
  ProblemError,
} from '@jimu/plugin-service-broker-common';
import { ExpressionError, Offering } from '@jimu/plugin-service-broker-node';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import { inParameters, refusal } from '../model/checkOrder';
import { instanceView } from '../model/instanceView';
import { offeringSummary, offeringView } from '../model/offeringViews';
import { problems } from '../model/problems';
import {
  Asking,
  requestBinding,
  requestDeletion,
  requestRetry,
  requestUnbinding,
} from '../model/requests';
import { bindingSummary, instanceSummary } from '../model/summaries';
import {
  bindingRenderContext,
  renderContext,
} from '../reconcile/renderContext';
import type { AvailabilityMonitor } from './AvailabilityMonitor';
import type { Broker, Caller, Orphan } from './Broker';
import type { BrokerStore, StoredInstance } from './BrokerStore';
import type { OfferingCatalog } from './OfferingCatalog';
import { OrderDesk } from './OrderDesk';
import { readCredentials } from './readCredentials';

export interface DefaultBrokerOptions {
  store: BrokerStore;
  offerings: OfferingCatalog;
  availability: Pick<AvailabilityMonitor, 'of' | 'check'>;
  clusters: ClustersService;
  tenants: TenantsService;
  findOrphans: () => Promise<Orphan[]>;
  now?: () => Date;
}

/** The use cases without regard to rights; {@link AuthorizedBroker} sees to those. */
export class DefaultBroker implements Broker {
  private readonly now: () => Date;
  private readonly orders: OrderDesk;

  constructor(private readonly options: DefaultBrokerOptions) {
    this.now = options.now ?? (() => new Date());
    this.orders = new OrderDesk({ ...options, now: this.now });
  }

  async offerings() {
    const { offerings, availability } = this.options;
    return Promise.all(
      offerings
        .offerings()
        .map(async offering =>
          offeringSummary(offering, await availability.of(offering)),
        ),
    );
  }

  async offering(name: string): Promise<OfferingView> {
    const offering = this.knownOffering(name);
    return offeringView(offering, await this.options.availability.of(offering));
  }

  async brokenOfferings() {
    return this.options.offerings.broken();
  }

  orphans() {
    return this.options.findOrphans();
  }

  checkOrder(order: OrderRequest): Promise<OrderCheck> {
    return this.orders.check(order);
  }

  order(
    order: OrderRequest,
    idempotencyKey: string | undefined,
    caller: Caller,
  ): Promise<OrderResponse> {
    return this.orders.accept(order, idempotencyKey, caller.actor);
  }

  async instances(
    query: InstanceQuery,
    _caller: Caller,
    tenants?: string[],
  ): Promise<Page<InstanceSummary>> {
    const { sort = 'createdAt', limit = 50, cursor } = query;
    const page = await this.options.store.list({
      query,
      sort,
      order: query.order ?? (sort === 'createdAt' ? 'desc' : 'asc'),
      limit,
      ...(cursor ? { cursor } : {}),
      ...(tenants ? { tenants } : {}),
    });
    return { ...page, items: page.items.map(instanceSummary) };
  }

  async instance(id: string): Promise<InstanceView> {
    const stored = await this.stored(id);
    const { tenant, environment, offering } = stored.instance;
    const place = await this.options.tenants.resolve(tenant, environment);
    return instanceView({
      ...stored,
      offering: this.options.offerings.offering(offering),
      deletionPolicy: place?.environment.deletionPolicy,
    });
  }

  async deleteInstance(
    id: string,
    confirmName: string,
    caller: Caller,
  ): Promise<Operation> {
    const asking = this.asking(caller);
    const { operation } = await this.options.store.change(id, asking, state =>
      requestDeletion(state, confirmName, asking),
    );
    return operation;
  }

  async retry(id: string, caller: Caller): Promise<Operation> {
    const asking = this.asking(caller);
    const { operation } = await this.options.store.change(id, asking, state =>
      requestRetry(state, asking),
    );
    return operation;
  }

  async bind(instanceId: string, request: BindRequest, caller: Caller) {
    const { instance } = await this.stored(instanceId);
    const offering = this.knownOffering(instance.offering);
    if (!offering.spec.binding) {
      throw new ProblemError('ConflictError', [
        problems.notBindable(offering.name),
      ]);
    }
    const wish = {
      id: randomUUID(),
      name: request.name,
      parameters: effectiveBindingParameters(offering, request),
    };
    const asking = this.asking(caller);
    const { binding, operation } = await this.options.store.change(
      instanceId,
      asking,
      state => requestBinding(state, wish, asking),
    );
    return { binding: bindingSummary(binding!), operation };
  }

  async unbind(
    instanceId: string,
    bindingId: string,
    caller: Caller,
  ): Promise<Operation> {
    const asking = this.asking(caller);
    const { operation } = await this.options.store.change(
      instanceId,
      asking,
      state => requestUnbinding(state, bindingId, asking),
    );
    return operation;
  }

  async credentials(
    instanceId: string,
    bindingId: string,
    caller: Caller,
  ): Promise<Credentials> {
    const { instance, bindings } = await this.stored(instanceId);
    const binding = bindings.find(b => b.id === bindingId);
    if (!binding) {
      throw new ProblemError('NotFoundError', [problems.bindingUnknown()]);
    }
    if (binding.phase !== 'ready') {
      throw new ProblemError('ConflictError', [
        problems.bindingNotReady(binding.phase),
      ]);
    }
    const offering = this.knownOffering(instance.offering);
    const place = await this.options.tenants.resolve(
      instance.tenant,
      instance.environment,
    );
    const context = bindingRenderContext(
      renderContext(instance, bindings, place?.environment),
      instance,
      binding,
    );
    const credentials = await this.fromCluster(instance.cluster, client =>
      readCredentials(client, offering, context),
    );
    await this.options.store.recordActivity({
      instanceId,
      tenant: instance.tenant,
      actor: caller.actor,
      time: this.now().toISOString(),
      action: 'reveal',
      detail: binding.name,
    });
    return credentials;
  }

  private asking(caller: Caller): Asking {
    return {
      actor: caller.actor,
      now: this.now().toISOString(),
      operationId: randomUUID(),
    };
  }

  private async stored(id: string): Promise<StoredInstance> {
    const stored = await this.options.store.stored(id);
    if (!stored) {
      throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
    }
    return stored;
  }

  private knownOffering(name: string): Offering {
    const { offerings } = this.options;
    const offering = offerings.offering(name);
    if (offering) return offering;
    const broken = offerings.brokenReason(name);
    throw broken
      ? new ProblemError('ConflictError', [
          problems.offeringBroken(name, broken),
        ])
      : new ProblemError('NotFoundError', [problems.offeringUnknown(name)]);
  }

  /** What a cluster refuses to the portal is the portal's trouble, not the caller's: 503, never 401 or 403. */
  private async fromCluster<T>(
    cluster: string,
    read: (client: ReturnType<ClustersService['client']>) => Promise<T>,
  ): Promise<T> {
    try {
      return await read(this.options.clusters.client(cluster));
    } catch (error) {
      if (isClusterError(error) || error instanceof ExpressionError) {
        throw new ProblemError('ServiceUnavailableError', [
          problems.credentialsUnavailable(error.message),
        ]);
      }
      throw error;
    }
  }
}

function effectiveBindingParameters(
  offering: Offering,
  request: BindRequest,
): JsonObject {
  const { parameters, problems: found } = offering.bindingParameters(
    request.parameters ?? {},
  );
  if (!parameters || found.length > 0) {
    throw refusal(found.map(inParameters));
  }
  return parameters;
}
