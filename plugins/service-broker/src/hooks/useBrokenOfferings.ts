import { useEffect } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { BrokenOffering } from '@jimu/plugin-service-broker-common';
import { serviceBrokerApiRef } from '../api/ServiceBrokerApi';
import { dataOf, useLoad } from './useLoad';

const RELOAD_EVERY_MS = 15_000;

/**
 * The offering files that are broken, read anew every 15 seconds while the page is visible. Empty for everyone whom the
 * server does not allow to see them; for them it is asked once only.
 */
export function useBrokenOfferings(): BrokenOffering[] {
  const api = useApi(serviceBrokerApiRef);
  const loaded = useLoad('broken-offerings', signal =>
    api.brokenOfferings({ signal }),
  );
  const { reload } = loaded;
  const refused =
    loaded.status === 'failed' && loaded.failure.kind === 'notAllowed';

  useEffect(() => {
    if (refused) return undefined;
    const ask = () => {
      if (document.visibilityState === 'visible') reload();
    };
    const timer = setInterval(ask, RELOAD_EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [refused, reload]);

  // Another failure is not told: whether the viewer may see these files is unknown then, and the next reading is near.
  return refused ? [] : dataOf(loaded)?.items ?? [];
}
