import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiHome5Line } from '@remixicon/react';
import {
  homeRouteRef,
  instancesRouteRef,
  marketRouteRef,
  tenantsRouteRef,
} from './routes';

const homePage = PageBlueprint.make({
  params: {
    path: '/',
    routeRef: homeRouteRef,
    title: 'Home',
    icon: <RiHome5Line />,
    noHeader: true,
    loader: () => import('./HomePage').then(m => <m.HomePage />),
  },
});

/** The page one arrives at. */
export const homePlugin = createFrontendPlugin({
  pluginId: 'home',
  title: 'Home',
  icon: <RiHome5Line />,
  routes: { root: homeRouteRef },
  externalRoutes: {
    market: marketRouteRef,
    instances: instancesRouteRef,
    tenants: tenantsRouteRef,
  },
  extensions: [homePage],
});
