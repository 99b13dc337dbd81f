import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClustersService } from '@jimu/plugin-clusters-node';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import type { DatabaseBrokerStore } from './database/DatabaseBrokerStore';
import { findOrphans } from './reconcile/findOrphans';
import { InstanceReconciler } from './reconcile/InstanceReconciler';
import type { ReconcileQueue } from './reconcile/queue';
import { ReconcileLoop } from './reconcile/ReconcileLoop';
import { WatchNudger } from './reconcile/WatchNudger';
import { AvailabilityMonitor } from './service/AvailabilityMonitor';
import { FolderOfferingCatalog } from './service/OfferingCatalog';
import type { BrokerConfig } from './service/readBrokerConfig';

export interface BrokerRuntimeOptions {
  config: BrokerConfig;
  store: DatabaseBrokerStore;
  queue: ReconcileQueue;
  clusters: ClustersService;
  tenants: TenantsService;
  logger: LoggerService;
}

/** What runs beside the API: the offerings' folder, the view of clusters, the watches and the workers. */
export type BrokerRuntime = ReturnType<typeof createBrokerRuntime>;

/** Puts the running parts together; nothing runs before `start`. */
export function createBrokerRuntime(options: BrokerRuntimeOptions) {
  const { config, store, queue, clusters, tenants, logger } = options;
  const offerings = new FolderOfferingCatalog({
    folder: config.offerings,
    logger,
    changed: () => void availability.refresh(),
  });
  const availability: AvailabilityMonitor = new AvailabilityMonitor({
    offerings,
    clusters,
    tenants,
    logger,
    refreshed: () => void updateWatches(),
  });
  const servedKinds = async () => {
    const environments = await tenants.environments();
    const names = [...new Set(environments.map(({ cluster }) => cluster))];
    return names.flatMap(cluster =>
      offerings
        .offerings()
        .flatMap(({ requires }) => requires)
        .filter(kind => availability.serves(cluster, kind))
        .map(kind => ({ cluster, kind })),
    );
  };
  const nudger = new WatchNudger({
    clusters,
    wanted: servedKinds,
    nudge: async id => {
      await queue.request(id);
      loop.wake();
    },
    logger,
  });
  const updateWatches = () =>
    nudger
      .update()
      .catch(error => logger.warn('Watches cannot be updated', error));
  const reconciler = new InstanceReconciler({
    states: store,
    offerings,
    clusters,
    tenants,
    logger,
  });
  const loop = new ReconcileLoop({
    queue,
    reconcile: lease => reconciler.reconcile(lease),
    recover: (lease, error) => reconciler.recover(lease, error),
    concurrency: config.concurrency,
    leaseMs: config.leaseMs,
    pollMs: 1000,
    logger,
  });
  return {
    offerings,
    availability,
    /** Looks for work now. */
    wake: () => loop.wake(),
    findOrphans: () =>
      findOrphans({ states: store, clusters, kinds: servedKinds, logger }),
    async start() {
      availability.start();
      loop.start();
    },
    async stop() {
      offerings.stop();
      availability.stop();
      nudger.stop();
      await loop.stop();
    },
  };
}
