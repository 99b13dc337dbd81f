import { useApi } from '@backstage/frontend-plugin-api';
import { tenantsApiRef } from '@jimu/plugin-tenants';
import type { TenantView } from '@jimu/plugin-tenants-common';
import { useCallback, useEffect, useState } from 'react';

export type MyTenants =
  | { state: 'loading' }
  | { state: 'failed'; error: Error }
  | { state: 'loaded'; tenants: TenantView[] };

/** The tenants that the viewer may see; `reload` asks again. */
export function useMyTenants(): { tenants: MyTenants; reload: () => void } {
  const api = useApi(tenantsApiRef);
  const [attempt, setAttempt] = useState(0);
  const [tenants, setTenants] = useState<MyTenants>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    setTenants({ state: 'loading' });
    api.tenants().then(
      ({ items }) => current && setTenants({ state: 'loaded', tenants: items }),
      error => current && setTenants({ state: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [api, attempt]);
  return { tenants, reload: useCallback(() => setAttempt(n => n + 1), []) };
}
