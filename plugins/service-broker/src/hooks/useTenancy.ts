import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Environment, TenantView } from '@jimu/plugin-tenants-common';
import { tenancyApiRef } from '../api/TenancyApi';
import { useLoad } from './useLoad';
import { useFormats } from './useTexts';

export interface Tenancy {
  tenants: TenantView[];
  environments: Environment[];
}

/** The viewer's tenants and all environments. */
export function useTenancy() {
  const api = useApi(tenancyApiRef);
  return useLoad<Tenancy>('tenancy', async () => {
    const [tenants, environments] = await Promise.all([
      api.tenants(),
      api.environments(),
    ]);
    return { tenants: tenants.items, environments: environments.items };
  });
}

/** Whether a viewer may order in a tenant. */
export function mayOrder(tenant: TenantView): boolean {
  return tenant.role === 'owner' || tenant.role === 'developer';
}

/** Display names of tenants and environments; the plain name while they are not known. */
export function useTenancyNames(tenancy: Tenancy | undefined) {
  const formats = useFormats();
  return useMemo(
    () => ({
      tenant: (name: string) =>
        tenancy?.tenants.find(t => t.name === name)?.title ?? name,
      environment: (name: string) => {
        const found = tenancy?.environments.find(e => e.name === name);
        return found ? formats.text(found.title) : name;
      },
    }),
    [tenancy, formats],
  );
}
