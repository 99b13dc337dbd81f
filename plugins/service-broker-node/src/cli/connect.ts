import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  DefaultClustersService,
  type ClusterClient,
} from '@jimu/plugin-clusters-node';

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

/** A cluster to check against; `close` ends its connections. */
export interface ConnectedCluster {
  client: ClusterClient;
  close(): Promise<void>;
}

/**
 * Connects to the cluster of a kubeconfig, and to the namespace that dry runs go into.
 *
 * @throws when the file cannot be used, the cluster does not answer or the namespace is not there
 */
export async function connect(target: {
  kubeconfig: string;
  context?: string;
  namespace: string;
}): Promise<ConnectedCluster> {
  const { kubeconfig, context, namespace } = target;
  const name = context ?? kubeconfig;
  const clusters = new DefaultClustersService({
    clusters: [
      {
        name,
        title: name,
        sandbox: false,
        connection: { type: 'kubeconfig', file: kubeconfig, context },
      },
    ],
    logger: silent,
  });
  const client = clusters.client(name);
  try {
    const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
    if (!(await client.get(ref))) {
      throw new NotFoundError(
        `the cluster has no namespace ${namespace}; name one with --namespace`,
      );
    }
    return { client, close: () => clusters.stop() };
  } catch (error) {
    await clusters.stop();
    throw error;
  }
}
