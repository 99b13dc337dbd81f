import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readTenancy } from '@jimu/plugin-tenants-node';
import { TenantPolicy } from './TenantPolicy';

/** Decides every permission of the portal. */
export const permissionModuleJimu = createBackendModule({
  pluginId: 'permission',
  moduleId: 'jimu',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(new TenantPolicy(readTenancy(config)));
      },
    });
  },
});
