import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import clustersPlugin from '@jimu/plugin-clusters';
import serviceBrokerPlugin from '@jimu/plugin-service-broker';
import tenantsPlugin from '@jimu/plugin-tenants';
import { render } from '@testing-library/react';
import { features } from '../features';

const config = {
  app: {
    title: 'Jimu',
    baseUrl: 'http://localhost:7007',
    extensions: [
      {
        'api:app/app-language': {
          config: { availableLanguages: ['en', 'zh'], defaultLanguage: 'en' },
        },
      },
    ],
  },
  backend: { baseUrl: 'http://localhost:7007' },
  auth: { environment: 'development' },
  enableExperimentalRedirectFlow: true,
  jimu: {
    sandbox: { banner: true },
    userCenter: { endSessionUrl: 'http://localhost:7008/session/end' },
  },
};

/** Opens the app at an address, as a person with the named permissions. */
export function openApp(address: string = '/', allowed: string[] = []) {
  window.history.pushState({}, '', address);
  const permissions = createFrontendModule({
    pluginId: 'app',
    extensions: [
      ApiBlueprint.make({
        name: 'permission',
        params: defineParams =>
          defineParams({
            api: permissionApiRef,
            deps: {},
            factory: () =>
              mockApis.permission({
                authorize: ({ permission }) =>
                  allowed.includes(permission.name) ? 'ALLOW' : 'DENY',
              }),
          }),
      }),
    ],
  });
  const app = createApp({
    features: [
      catalogPlugin,
      clustersPlugin,
      serviceBrokerPlugin,
      tenantsPlugin,
      ...features,
      permissions,
    ],
    advanced: {
      configLoader: async () => ({ config: mockApis.config({ data: config }) }),
    },
  });
  return render(app.createRoot());
}
