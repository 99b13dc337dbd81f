import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { ClusterConnections } from './ClusterConnections';
import type { ClusterConfig } from './config/readClustersConfig';
import { systemTiming, Timing } from './http/Timing';
import type {
  ClusterClient,
  ClustersService,
  Reflection,
  WatchSpec,
} from './types';

export interface DefaultClustersServiceOptions {
  clusters: ClusterConfig[];
  logger: LoggerService;
  timing?: Timing;
}

/** The configured clusters of one process. */
export class DefaultClustersService implements ClustersService {
  private readonly clusters: Map<string, ClusterConnections>;

  constructor({ clusters, logger, timing }: DefaultClustersServiceOptions) {
    this.clusters = new Map(
      clusters.map(config => [
        config.name,
        new ClusterConnections(config, timing ?? systemTiming, logger),
      ]),
    );
  }

  list(): ClusterInfo[] {
    return [...this.clusters.values()].map(({ info }) => info);
  }

  client(cluster: string): ClusterClient {
    return this.find(cluster).client;
  }

  watch<Row>(cluster: string, spec: WatchSpec<Row>): Reflection<Row> {
    return this.find(cluster).watch(spec);
  }

  /** Ends probes, watches and what still runs. */
  async stop() {
    await Promise.all(
      [...this.clusters.values()].map(cluster => cluster.stop()),
    );
  }

  private find(name: string): ClusterConnections {
    const cluster = this.clusters.get(name);
    if (!cluster) {
      const known = [...this.clusters.keys()].join(', ') || 'none';
      throw new NotFoundError(
        `There is no cluster "${name}"; jimu.clusters has ${known}`,
      );
    }
    return cluster;
  }
}
