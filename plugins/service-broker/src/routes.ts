import { createRouteRef } from '@backstage/frontend-plugin-api';

/** `/market` */
export const marketRouteRef = createRouteRef();
/** `/market/:offering/order` */
export const orderRouteRef = createRouteRef({ params: ['offering'] });
/** `/instances` */
export const instancesRouteRef = createRouteRef();
/** `/instances/:id` */
export const instanceRouteRef = createRouteRef({ params: ['id'] });
