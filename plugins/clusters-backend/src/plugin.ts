import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { clustersPermissions } from '@jimu/plugin-clusters-common';
import { clustersServiceRef } from '@jimu/plugin-clusters-node';
import { clusterRoutes } from './router/clusterRoutes';
import { AuthorizedClusterList } from './service/AuthorizedClusterList';
import { DefaultClusterList } from './service/DefaultClusterList';

/** The configured clusters and their health over HTTP, at `/api/clusters`. */
export const clustersPlugin = createBackendPlugin({
  pluginId: 'clusters',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        clusters: clustersServiceRef,
      },
      async init({
        httpRouter,
        httpAuth,
        permissions,
        permissionsRegistry,
        clusters,
      }) {
        permissionsRegistry.addPermissions(clustersPermissions);
        const list = new AuthorizedClusterList(
          new DefaultClusterList(clusters),
          permissions,
        );
        httpRouter.use(clusterRoutes({ list, httpAuth }));
      },
    });
  },
});
