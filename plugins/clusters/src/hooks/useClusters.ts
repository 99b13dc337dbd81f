import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { clustersApiRef } from '../api/ClustersApi';

const REFRESH_MS = 10_000;

export type ClustersState =
  | { state: 'loading' }
  | { state: 'failed'; error: Error }
  /** `outdated`: the last refresh failed, so these are older values. */
  | { state: 'loaded'; clusters: ClusterInfo[]; outdated: boolean };

/** The configured clusters, renewed while the page is visible. */
export function useClusters(): { clusters: ClustersState; reload: () => void } {
  const api = useApi(clustersApiRef);
  const [attempt, setAttempt] = useState(0);
  const [clusters, setClusters] = useState<ClustersState>({ state: 'loading' });

  useEffect(() => {
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;

    const ask = async () => {
      clearTimeout(timer);
      if (asking || document.visibilityState === 'hidden') {
        // A hidden page is renewed when it is shown again.
        return;
      }
      asking = true;
      try {
        const { items } = await api.clusters({ signal: ended.signal });
        if (ended.signal.aborted) return;
        setClusters({ state: 'loaded', clusters: items, outdated: false });
      } catch (error) {
        if (ended.signal.aborted) return;
        setClusters(last =>
          last.state === 'loaded'
            ? { ...last, outdated: true }
            : { state: 'failed', error: error as Error },
        );
      } finally {
        asking = false;
      }
      timer = setTimeout(ask, REFRESH_MS);
    };

    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      ended.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [api, attempt]);

  const reload = useCallback(() => {
    setClusters(last =>
      last.state === 'failed' ? { state: 'loading' } : last,
    );
    setAttempt(n => n + 1);
  }, []);
  return { clusters, reload };
}
