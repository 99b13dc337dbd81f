import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';

/** The configured clusters as somebody may see them. */
export interface ClusterList {
  clusters(credentials: BackstageCredentials): Promise<ClusterInfo[]>;
}
