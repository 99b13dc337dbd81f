import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { TenantsClient } from '@jimu/plugin-tenants-common';
import { RiTeamLine } from '@remixicon/react';
import { tenantsApiRef } from './api/TenantsApi';
import { tenantsRouteRef } from './routes';

const tenantsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tenantsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new TenantsClient(options),
    }),
});

const tenantsPage = PageBlueprint.make({
  params: {
    path: '/tenants',
    routeRef: tenantsRouteRef,
    title: 'Tenants',
    icon: <RiTeamLine />,
    noHeader: true,
    loader: () =>
      import('./components/TenantsPage/TenantsPage').then(m => (
        <m.TenantsPage />
      )),
  },
});

/** The viewer's tenants, roles and environments. */
export const tenantsPlugin = createFrontendPlugin({
  pluginId: 'tenants',
  title: 'Tenants',
  icon: <RiTeamLine />,
  routes: { root: tenantsRouteRef },
  extensions: [tenantsApi, tenantsPage],
});
