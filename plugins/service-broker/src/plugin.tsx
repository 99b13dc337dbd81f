import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiStackLine, RiStore2Line } from '@remixicon/react';
import { ServiceBrokerClient } from '@jimu/plugin-service-broker-common';
import { TenantsClient } from '@jimu/plugin-tenants-common';
import { brokerEventsApiRef } from './api/events/BrokerEvents';
import { createBrokerEvents } from './api/events/createBrokerEvents';
import { serviceBrokerApiRef } from './api/ServiceBrokerApi';
import { tenancyApiRef } from './api/TenancyApi';
import {
  instanceRouteRef,
  instancesRouteRef,
  marketRouteRef,
  orderRouteRef,
} from './routes';

const marketPage = PageBlueprint.make({
  name: 'market',
  params: {
    path: '/market',
    title: 'Market',
    icon: <RiStore2Line />,
    routeRef: marketRouteRef,
    noHeader: true,
    loader: () => import('./components/MarketPage').then(m => <m.MarketPage />),
  },
});

const orderPage = PageBlueprint.make({
  name: 'order',
  params: {
    path: '/market/:offering/order',
    routeRef: orderRouteRef,
    noHeader: true,
    loader: () => import('./components/OrderPage').then(m => <m.OrderPage />),
  },
});

const instancesPage = PageBlueprint.make({
  name: 'instances',
  params: {
    path: '/instances',
    title: 'Instances',
    icon: <RiStackLine />,
    routeRef: instancesRouteRef,
    noHeader: true,
    loader: () =>
      import('./components/InstancesPage').then(m => <m.InstancesPage />),
  },
});

const instancePage = PageBlueprint.make({
  name: 'instance',
  params: {
    path: '/instances/:id',
    routeRef: instanceRouteRef,
    noHeader: true,
    loader: () =>
      import('./components/InstancePage').then(m => <m.InstancePage />),
  },
});

const clientApi = ApiBlueprint.make({
  name: 'client',
  params: define =>
    define({
      api: serviceBrokerApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new ServiceBrokerClient(apis),
    }),
});

const tenancyApi = ApiBlueprint.make({
  name: 'tenancy',
  params: define =>
    define({
      api: tenancyApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new TenantsClient(apis),
    }),
});

const eventsApi = ApiBlueprint.make({
  name: 'events',
  params: define =>
    define({
      api: brokerEventsApiRef,
      deps: { broker: serviceBrokerApiRef },
      factory: ({ broker }) => createBrokerEvents(broker),
    }),
});

/** Market, order form, instances and their connection panels. */
export const serviceBrokerPlugin = createFrontendPlugin({
  pluginId: 'service-broker',
  title: 'Market',
  icon: <RiStore2Line />,
  routes: {
    root: marketRouteRef,
    order: orderRouteRef,
    instances: instancesRouteRef,
    instance: instanceRouteRef,
  },
  extensions: [
    marketPage,
    orderPage,
    instancesPage,
    instancePage,
    clientApi,
    tenancyApi,
    eventsApi,
  ],
});
