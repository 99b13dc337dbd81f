import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { ClustersClient } from '@jimu/plugin-clusters-common';
import { RiServerLine } from '@remixicon/react';
import { clustersApiRef } from './api/ClustersApi';
import { clustersRouteRef } from './routes';

const clustersApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: clustersApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new ClustersClient(options),
    }),
});

const clustersPage = PageBlueprint.make({
  params: {
    path: '/clusters',
    routeRef: clustersRouteRef,
    title: 'Clusters',
    icon: <RiServerLine />,
    noHeader: true,
    loader: () =>
      import('./components/ClustersPage/ClustersPage').then(m => (
        <m.ClustersPage />
      )),
  },
});

/** The configured clusters and their health, for platform people. */
export const clustersPlugin = createFrontendPlugin({
  pluginId: 'clusters',
  title: 'Clusters',
  icon: <RiServerLine />,
  routes: { root: clustersRouteRef },
  extensions: [clustersApi, clustersPage],
});
