import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Environment, TenantView } from '@jimu/plugin-tenants-common';
import { tenantsApiRef } from '../api/TenantsApi';

export type TenancyState =
  | { state: 'loading' }
  | { state: 'failed'; error: Error }
  | { state: 'loaded'; tenants: TenantView[]; environments: Environment[] };

/** The viewer's tenants and all environments; `reload` asks again. */
export function useTenancy(): { tenancy: TenancyState; reload: () => void } {
  const api = useApi(tenantsApiRef);
  const [attempt, setAttempt] = useState(0);
  const [tenancy, setTenancy] = useState<TenancyState>({ state: 'loading' });

  useEffect(() => {
    let current = true;
    setTenancy({ state: 'loading' });
    Promise.all([api.tenants(), api.environments()]).then(
      ([tenants, environments]) =>
        current &&
        setTenancy({
          state: 'loaded',
          tenants: tenants.items,
          environments: environments.items,
        }),
      error => current && setTenancy({ state: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [api, attempt]);

  return { tenancy, reload: useCallback(() => setAttempt(n => n + 1), []) };
}
