import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ClustersClient } from '@jimu/plugin-clusters-common';

/** What the page asks of the clusters API. */
export type ClustersApi = Pick<ClustersClient, 'clusters'>;

export const clustersApiRef = createApiRef<ClustersApi>({
  id: 'plugin.clusters.client',
});
