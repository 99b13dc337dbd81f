import type { LoggerService } from '@backstage/backend-plugin-api';
import type { GroupVersionKind } from '@jimu/plugin-clusters-common';
import type { ClustersService } from '@jimu/plugin-clusters-node';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import { findOrphans } from './reconcile/findOrphans';
import { InstanceReconciler } from './reconcile/InstanceReconciler';
import type { InstanceStates } from './reconcile/InstanceStates';
import type { ReconcileQueue } from './reconcile/queue';
import { ReconcileLoop } from './reconcile/ReconcileLoop';
import { WatchNudger } from './reconcile/WatchNudger';
import { AvailabilityMonitor } from './service/AvailabilityMonitor';
import type { Orphan } from './service/Broker';
import { FolderOfferingCatalog } from './service/OfferingCatalog';
import type { BrokerConfig } from './service/readBrokerConfig';

/** In it, work of a process that died is found after its lease has ended. */
const QUEUE_POLL_MS = 1000;

export interface BrokerRuntimeOptions {
  config: BrokerConfig;
  states: InstanceStates;
  queue: ReconcileQueue;
  clusters: ClustersService;
  tenants: TenantsService;
  logger: LoggerService;
}

/** What runs beside the API: the offerings' folder, the view of clusters, the watches and the workers. */
export class BrokerRuntime {
  readonly offerings: FolderOfferingCatalog;
  readonly availability: AvailabilityMonitor;
  private readonly nudger: WatchNudger;
  private readonly loop: ReconcileLoop;

  constructor(private readonly options: BrokerRuntimeOptions) {
    const { config, states, queue, clusters, tenants, logger } = options;
    this.offerings = new FolderOfferingCatalog({
      folder: config.offerings,
      logger,
      changed: () => void this.availability.refresh(),
    });
    this.availability = new AvailabilityMonitor({
      offerings: this.offerings,
      clusters,
      tenants,
      logger,
      refreshed: () => void this.updateWatches(),
    });
    this.nudger = new WatchNudger({
      clusters,
      wanted: () => this.servedKinds(),
      nudge: id => this.nudge(id),
      logger,
    });
    const reconciler = new InstanceReconciler({
      states,
      offerings: this.offerings,
      clusters,
      tenants,
      logger,
    });
    this.loop = new ReconcileLoop({
      queue,
      reconcile: lease => reconciler.reconcile(lease),
      recover: (lease, error) => reconciler.recover(lease, error),
      concurrency: config.concurrency,
      leaseMs: config.leaseMs,
      pollMs: QUEUE_POLL_MS,
      logger,
    });
  }

  start(): void {
    this.availability.start();
    this.loop.start();
  }

  async stop(): Promise<void> {
    this.offerings.stop();
    this.availability.stop();
    this.nudger.stop();
    await this.loop.stop();
  }

  /** Looks for work now. */
  wake(): void {
    this.loop.wake();
  }

  findOrphans(): Promise<Orphan[]> {
    const { states, clusters, logger } = this.options;
    return findOrphans({
      states,
      clusters,
      kinds: () => this.servedKinds(),
      logger,
    });
  }

  private async nudge(instanceId: string): Promise<void> {
    await this.options.queue.nudge(instanceId);
    this.wake();
  }

  private async updateWatches(): Promise<void> {
    try {
      await this.nudger.update();
    } catch (error) {
      this.options.logger.warn('Watches cannot be updated', error as Error);
    }
  }

  /** What instances are made of, on each cluster that serves it. */
  private async servedKinds(): Promise<
    { cluster: string; kind: GroupVersionKind }[]
  > {
    const environments = await this.options.tenants.environments();
    const clusters = new Set(environments.map(({ cluster }) => cluster));
    const requires = this.offerings
      .offerings()
      .flatMap(offering => offering.requires);
    return [...clusters].flatMap(cluster =>
      requires
        .filter(kind => this.availability.serves(cluster, kind))
        .map(({ apiVersion, kind }) => ({
          cluster,
          kind: { apiVersion, kind },
        })),
    );
  }
}
