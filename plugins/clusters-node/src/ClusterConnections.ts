import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { CachedAccess } from './access/CachedAccess';
import { createAccess } from './access/createAccess';
import { DefaultClusterClient } from './client/DefaultClusterClient';
import { Discovery } from './client/Discovery';
import type { ClusterConfig } from './config/readClustersConfig';
import { HealthProber } from './health/HealthProber';
import { probeCluster } from './health/probeCluster';
import { ClusterHttp } from './http/ClusterHttp';
import type { Timing } from './http/Timing';
import type { ClusterClient, Reflection, WatchSpec } from './types';
import { ClusterWatchSource } from './watch/ClusterWatchSource';
import { ListSlots } from './watch/ListSlots';
import { SharedReflections } from './watch/SharedReflections';

/** All that a process shares for one cluster: connections, discovery, watches, health. */
export class ClusterConnections {
  /** The portal's own identity. */
  readonly client: ClusterClient;
  private readonly http: ClusterHttp;
  private readonly reflections: SharedReflections;
  private readonly prober: HealthProber;

  constructor(
    private readonly config: ClusterConfig,
    timing: Timing,
    logger: LoggerService,
  ) {
    const { name } = config;
    const http = new ClusterHttp(
      name,
      new CachedAccess(createAccess(config.connection)),
      timing,
    );
    const discovery = new Discovery(http, timing);
    const slots = new ListSlots();
    this.http = http;
    this.client = new DefaultClusterClient(http, discovery);
    this.reflections = new SharedReflections({
      cluster: name,
      timing,
      logger,
      createSource: spec =>
        new ClusterWatchSource(http, discovery, slots, spec),
    });
    this.prober = new HealthProber({
      timing,
      probe: (version, signal) => probeCluster(http, version, signal),
      onDown: message => {
        logger.warn(`Cluster ${name} is not healthy: ${message}`);
        this.reflections.suspect(message);
      },
      onUp: () => {
        logger.info(`Cluster ${name} answers again`);
        this.reflections.nudge();
      },
    });
  }

  get info(): ClusterInfo {
    const { name, title, sandbox } = this.config;
    const { lastSeen, ...health } = this.prober.health;
    return {
      name,
      title,
      sandbox,
      ...health,
      lastSeen: lastSeen?.toISOString(),
      watches: this.reflections.infos(),
    };
  }

  watch<Row>(spec: WatchSpec<Row>): Reflection<Row> {
    return this.reflections.open(spec);
  }

  async stop() {
    await Promise.all([this.prober.stop(), this.reflections.stop()]);
    await this.http.close();
  }
}
