import { CachedAccess } from './access/CachedAccess';
import { createAccess } from './access/createAccess';
import { DefaultClusterClient } from './client/DefaultClusterClient';
import { Discovery } from './client/Discovery';
import type { ClusterConfig } from './config/readClustersConfig';
import { ClusterHttp } from './http/ClusterHttp';
import type { Timing } from './http/Timing';
import type { ClusterClient } from './types';

/** All that a process shares for one cluster. */
export interface ClusterConnections {
  config: ClusterConfig;
  http: ClusterHttp;
  discovery: Discovery;
  /** The portal's own identity. */
  client: ClusterClient;
}

/** Prepares the connections to a cluster; nothing is sent yet. */
export function connectCluster(
  config: ClusterConfig,
  timing: Timing,
): ClusterConnections {
  const access = new CachedAccess(createAccess(config.connection));
  const http = new ClusterHttp(config.name, access, timing);
  const discovery = new Discovery(http, timing);
  return {
    config,
    http,
    discovery,
    client: new DefaultClusterClient(http, discovery),
  };
}
