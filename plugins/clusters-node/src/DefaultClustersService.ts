import { NotFoundError } from '@backstage/errors';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { ClusterConnections, connectCluster } from './ClusterConnections';
import type { ClusterConfig } from './config/readClustersConfig';
import { systemTiming, Timing } from './http/Timing';
import type {
  ClusterClient,
  ClustersService,
  Reflection,
  WatchSpec,
} from './types';

/** The configured clusters of one process. */
export class DefaultClustersService implements ClustersService {
  private readonly clusters: Map<string, ClusterConnections>;

  constructor(configs: ClusterConfig[], timing: Timing = systemTiming) {
    this.clusters = new Map(
      configs.map(config => [config.name, connectCluster(config, timing)]),
    );
  }

  list(): ClusterInfo[] {
    return [...this.clusters.values()].map(({ config }) => ({
      name: config.name,
      title: config.title,
      sandbox: config.sandbox,
      health: 'unknown',
      watches: [],
    }));
  }

  client(cluster: string): ClusterClient {
    return this.find(cluster).client;
  }

  watch<Row>(cluster: string, _spec: WatchSpec<Row>): Reflection<Row> {
    this.find(cluster);
    throw new Error('not reached');
  }

  async stop() {
    await Promise.all(
      [...this.clusters.values()].map(({ http }) => http.close()),
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
