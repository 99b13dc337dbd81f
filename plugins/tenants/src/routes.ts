import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The viewer's tenants. */
export const tenantsRouteRef = createRouteRef();
