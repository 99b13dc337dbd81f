import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The configured clusters and their health. */
export const clustersRouteRef = createRouteRef();
