import path from 'node:path';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { OrderRequest } from '@jimu/plugin-service-broker-common';
import type { Knex } from 'knex';
import { DatabaseBrokerStore } from '../../database/DatabaseBrokerStore';
import { DatabaseReconcileQueue } from '../../database/DatabaseReconcileQueue';
import { HeldLease } from '../../reconcile/HeldLease';
import { InstanceReconciler } from '../../reconcile/InstanceReconciler';
import type { PassResult } from '../../reconcile/ReconcileLoop';
import { AvailabilityMonitor } from '../../service/AvailabilityMonitor';
import type { Caller } from '../../service/Broker';
import { DefaultBroker } from '../../service/DefaultBroker';
import { FolderOfferingCatalog } from '../../service/OfferingCatalog';
import { FakeCluster } from './FakeCluster';
import { operate } from './fakeOperator';
import { fakeTenants } from './fakeTenants';

export const LEASE_MS = 30_000;
export const OFFERINGS = path.resolve(__dirname, '../__fixtures__/offerings');

export const li: Caller = {
  credentials: mockCredentials.user('user:default/li.na'),
  actor: 'user:default/li.na',
};

/** Stands for a process that is killed: nothing of its pass goes on. */
export class Killed extends Error {}

/** The broker with its workers, a cluster in memory, and a clock that only moves when told. */
export class BrokerHarness {
  readonly cluster = new FakeCluster();
  readonly tenants = fakeTenants(this.cluster);
  readonly logger = mockServices.logger.mock();
  readonly store: DatabaseBrokerStore;
  readonly queue: DatabaseReconcileQueue;
  readonly offerings = new FolderOfferingCatalog({
    folder: OFFERINGS,
    logger: this.logger,
  });
  readonly availability = new AvailabilityMonitor({
    offerings: this.offerings,
    clusters: this.cluster,
    tenants: this.tenants,
    logger: this.logger,
  });
  readonly broker: DefaultBroker;
  /** False: operators do nothing. */
  operating = true;
  time = Date.parse('2026-11-20T10:00:00.000Z');
  private readonly reconciler: InstanceReconciler;

  private constructor(readonly knex: Knex) {
    const clock = () => knex.raw('cast(? as bigint)', [this.time]);
    const now = () => new Date(this.time);
    this.store = new DatabaseBrokerStore(knex, { clock });
    this.queue = new DatabaseReconcileQueue(knex, { leaseMs: LEASE_MS, clock });
    this.broker = new DefaultBroker({
      store: this.store,
      offerings: this.offerings,
      availability: this.availability,
      clusters: this.cluster,
      tenants: this.tenants,
      findOrphans: async () => [],
      now,
    });
    this.reconciler = new InstanceReconciler({
      states: this.store,
      offerings: this.offerings,
      clusters: this.cluster,
      tenants: this.tenants,
      logger: this.logger,
      now,
      random: () => 0.5,
    });
  }

  static async create(knex: Knex): Promise<BrokerHarness> {
    const harness = new BrokerHarness(knex);
    await harness.offerings.refresh();
    await harness.availability.refresh();
    return harness;
  }

  advance(ms: number): void {
    this.time += ms;
  }

  order(overrides: Partial<OrderRequest> = {}, key?: string) {
    return this.broker.order(
      {
        tenant: 'pay',
        environment: 'dev',
        offering: 'widget',
        plan: 'small',
        name: 'orders',
        ...overrides,
      },
      key,
      li,
    );
  }

  /** Everything that is due now is visited once. Answers how many visits there were. */
  async visit(): Promise<number> {
    const leases = await this.queue.claim(10);
    for (const lease of leases) {
      const held = new HeldLease(
        lease,
        this.queue,
        LEASE_MS,
        new AbortController().signal,
        () => this.time,
      );
      try {
        const result = await this.pass(held);
        await this.queue.release(lease, {
          afterMs: result.afterMs,
          attempts: result.failed ? lease.attempts + 1 : 0,
        });
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    return leases.length;
  }

  private async pass(held: HeldLease): Promise<PassResult> {
    try {
      return await this.reconciler.reconcile(held);
    } catch (error) {
      if (error instanceof Killed) throw error;
      if ((error as Error).name === 'SupersededError') {
        return { afterMs: 0, failed: false };
      }
      return this.reconciler.recover(held, error as Error);
    }
  }

  /** Time passes, operators work, visits happen. */
  async round(ms = 1500): Promise<void> {
    if (this.operating) operate(this.cluster);
    this.advance(ms);
    await this.visit();
  }

  async rounds(count: number, ms = 1500): Promise<void> {
    for (let i = 0; i < count; i++) await this.round(ms);
  }

  /** An instance that is ready. */
  async ready(overrides: Partial<OrderRequest> = {}): Promise<string> {
    const { instance } = await this.order(overrides);
    await this.visit();
    await this.rounds(3);
    const view = await this.view(instance.id);
    if (view.phase !== 'ready') {
      throw new Error(`not ready: ${JSON.stringify(view)}`);
    }
    return instance.id;
  }

  /** A binding on it that is ready. */
  async bound(
    instanceId: string,
    name = 'app',
    parameters: Record<string, string> = { space: 'shop' },
  ): Promise<string> {
    const { binding } = await this.broker.bind(
      instanceId,
      { name, parameters },
      li,
    );
    await this.visit();
    await this.rounds(4);
    return binding.id;
  }

  view(id: string) {
    return this.broker.instance(id);
  }

  /** Objects of the tenant's namespace, as `Kind name`. */
  objects(): string[] {
    return [...this.cluster.objects.values()]
      .filter(({ kind }) => kind !== 'Namespace')
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  }
}
