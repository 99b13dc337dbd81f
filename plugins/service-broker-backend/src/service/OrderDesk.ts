import { randomUUID } from 'node:crypto';
import type {
  OrderCheck,
  OrderRequest,
  OrderResponse,
} from '@jimu/plugin-service-broker-common';
import { resourceName } from '@jimu/plugin-service-broker-node';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import { digestOf } from '../model/canonicalJson';
import {
  CheckedOrder,
  checkOrder,
  orderCheck,
  refusal,
  SoundOrder,
} from '../model/checkOrder';
import { openOperation } from '../model/operations';
import type { InstanceRecord, OperationRecord } from '../model/records';
import { instanceSummary } from '../model/summaries';
import type { AvailabilityMonitor } from './AvailabilityMonitor';
import type { BrokerStore } from './BrokerStore';
import type { OfferingCatalog } from './OfferingCatalog';

export interface OrderDeskOptions {
  store: Pick<BrokerStore, 'replay' | 'nameTaken' | 'acceptOrder'>;
  offerings: Pick<OfferingCatalog, 'offering' | 'brokenReason'>;
  availability: Pick<AvailabilityMonitor, 'check'>;
  tenants: Pick<TenantsService, 'tenants' | 'resolve'>;
  now: () => Date;
}

/** Checks orders and accepts them. */
export class OrderDesk {
  constructor(private readonly options: OrderDeskOptions) {}

  async check(order: OrderRequest): Promise<OrderCheck> {
    return orderCheck(order, await this.checked(order));
  }

  async accept(
    order: OrderRequest,
    idempotencyKey: string | undefined,
    actor: string,
  ): Promise<OrderResponse> {
    const idempotency = idempotencyKey
      ? { key: idempotencyKey, requestHash: digestOf(order) }
      : undefined;
    const replay = async () =>
      idempotency && this.options.store.replay(order.tenant, idempotency);
    const replayed = await replay();
    if (replayed) return answer(replayed);
    const { sound, problems: found } = await this.checked(order);
    if (!sound) {
      // What stands in the way may be this very order, sent twice and accepted a moment ago.
      const twin = await replay();
      if (twin) return answer(twin);
      throw refusal(found);
    }
    const instance = this.newInstance(order, sound, actor);
    const operation = openOperation({
      id: randomUUID(),
      instanceId: instance.id,
      type: 'create',
      requestedBy: actor,
      now: instance.createdAt,
    });
    return answer(
      await this.options.store.acceptOrder({
        instance,
        operation,
        ...(idempotency ? { idempotency } : {}),
      }),
    );
  }

  private async checked(order: OrderRequest): Promise<CheckedOrder> {
    const { tenants, offerings, availability, store } = this.options;
    const [all, place, nameTaken] = await Promise.all([
      tenants.tenants(),
      tenants.resolve(order.tenant, order.environment),
      store.nameTaken(order.tenant, order.environment, order.name),
    ]);
    const offering = offerings.offering(order.offering);
    return checkOrder(order, {
      tenantEnvironments: all.find(t => t.name === order.tenant)?.environments,
      place,
      offering,
      brokenReason: offerings.brokenReason(order.offering),
      unavailable:
        offering && place
          ? (await availability.check(offering, place.environment)).reason
          : undefined,
      nameTaken,
    });
  }

  private newInstance(
    order: OrderRequest,
    { place, offering, version, parameters }: SoundOrder,
    actor: string,
  ): InstanceRecord {
    const id = randomUUID();
    const now = this.options.now().toISOString();
    return {
      id,
      tenant: order.tenant,
      environment: order.environment,
      name: order.name,
      cluster: place.environment.cluster,
      namespace: place.serviceNamespace,
      resourceName: resourceName(order.name, id),
      offering: offering.name,
      offeringTitle: offering.spec.display.title,
      plan: order.plan,
      version,
      parameters,
      consumption: offering.consumption(order.plan, parameters),
      price: offering.price(order.plan, parameters),
      exposure: place.environment.exposure,
      deletionPolicy: place.environment.deletionPolicy,
      desired: 'present',
      generation: 1,
      createdAt: now,
      createdBy: actor,
      phase: 'pending',
      conditions: [],
      events: [],
      endpoints: [],
      memory: {},
      revision: 1,
      updatedAt: now,
    };
  }
}

function answer(accepted: {
  instance: InstanceRecord;
  operation: OperationRecord;
}): OrderResponse {
  return {
    instance: instanceSummary(accepted.instance),
    operation: accepted.operation,
  };
}
