import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { tenantsPermissions } from '@jimu/plugin-tenants-common';
import { tenantsServiceRef } from '@jimu/plugin-tenants-node';
import { tenantRoutes } from './router/tenantRoutes';
import { DefaultTenantViews } from './service/TenantViews';

/** Tenants and environments over HTTP, at `/api/tenants`. */
export const tenantsPlugin = createBackendPlugin({
  pluginId: 'tenants',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        tenants: tenantsServiceRef,
      },
      async init({
        httpRouter,
        httpAuth,
        permissions,
        permissionsRegistry,
        tenants,
      }) {
        permissionsRegistry.addPermissions(tenantsPermissions);
        httpRouter.use(
          tenantRoutes({
            views: new DefaultTenantViews(tenants),
            httpAuth,
            permissions,
          }),
        );
      },
    });
  },
});
