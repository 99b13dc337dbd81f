import type { ClusterConnection } from '../config/readClustersConfig';
import type { AccessSource } from './ClusterAccess';
import { InClusterAccess } from './InClusterAccess';
import { KubeconfigAccess } from './KubeconfigAccess';
import { UrlAccess } from './UrlAccess';

/** The access source that a configured connection asks for. */
export function createAccess(connection: ClusterConnection): AccessSource {
  switch (connection.type) {
    case 'kubeconfig':
      return new KubeconfigAccess(connection.file, connection.context);
    case 'url':
      return new UrlAccess(connection);
    case 'inCluster':
      return new InClusterAccess();
    default:
      throw new Error(
        `unknown connection ${(connection as { type: string }).type}`,
      );
  }
}
