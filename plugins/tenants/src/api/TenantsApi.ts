import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TenantsClient } from '@jimu/plugin-tenants-common';

/** What the pages ask of the tenants API. */
export type TenantsApi = Pick<TenantsClient, 'tenants' | 'environments'>;

export const tenantsApiRef = createApiRef<TenantsApi>({
  id: 'plugin.tenants.client',
});
