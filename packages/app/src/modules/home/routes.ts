import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

export const homeRouteRef = createRouteRef();

/** Where the quick actions lead; an action whose plugin is absent is not shown. */
export const marketRouteRef = createExternalRouteRef({
  defaultTarget: 'service-broker.root',
});
export const instancesRouteRef = createExternalRouteRef({
  defaultTarget: 'service-broker.instances',
});
export const tenantsRouteRef = createExternalRouteRef({
  defaultTarget: 'tenants.root',
});
