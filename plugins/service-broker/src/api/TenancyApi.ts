import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TenantsClient } from '@jimu/plugin-tenants-common';

/** The viewer's tenants and the environments, for pickers and names. */
export type TenancyApi = Pick<TenantsClient, 'tenants' | 'environments'>;

export const tenancyApiRef = createApiRef<TenancyApi>().with({
  id: 'plugin.service-broker.tenancy',
  pluginId: 'service-broker',
});
