import { useMemo, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  BrokerEvent,
  InstanceQuery,
  InstanceSummary,
  Page,
} from '@jimu/plugin-service-broker-common';
import type { Failure } from '../api/describeError';
import { serviceBrokerApiRef } from '../api/ServiceBrokerApi';
import { useBrokerEvents } from './useBrokerEvents';
import { dataOf, useLoad } from './useLoad';
import { useThrottled } from './useThrottled';

const RELOAD_EVERY_MS = 1_000;

export interface InstancesState {
  /** The page with all pushes since laid over it; the former page while the next one is on its way. */
  page: Page<InstanceSummary> | undefined;
  /** The page belongs to an older query. */
  stale: boolean;
  failure: Failure | undefined;
  reload: () => void;
}

/** A page of instances, kept true by pushes: known rows change in place, anything else reads the page again. */
export function useInstances(query: InstanceQuery): InstancesState {
  const api = useApi(serviceBrokerApiRef);
  const loaded = useLoad(JSON.stringify(query), signal =>
    api.instances(query, { signal }),
  );
  const fresh = dataOf(loaded);
  const shown = useRef(fresh);
  if (fresh) shown.current = fresh;
  const page = shown.current;

  const [pushed, setPushed] = useState<ReadonlyMap<string, InstanceSummary>>(
    new Map(),
  );
  const reloadSoon = useThrottled(loaded.reload, RELOAD_EVERY_MS);
  const onEvent = ({ type, instance }: BrokerEvent) => {
    const known = page?.items.find(item => item.id === instance.id);
    if (!known || type === 'removed') {
      reloadSoon();
      return;
    }
    setPushed(current => {
      const newest = current.get(instance.id)?.revision ?? known.revision;
      return instance.revision > newest
        ? new Map(current).set(instance.id, instance)
        : current;
    });
    const leaves = query.phase && query.phase !== instance.phase;
    if (leaves || query.sort === 'phase') reloadSoon();
  };
  useBrokerEvents({ onEvent, onResync: loaded.reload });

  const merged = useMemo(
    () =>
      page && {
        ...page,
        items: page.items.map(item => {
          const push = pushed.get(item.id);
          return push && push.revision > item.revision ? push : item;
        }),
      },
    [page, pushed],
  );
  return {
    page: merged,
    stale: fresh === undefined,
    failure: loaded.status === 'failed' ? loaded.failure : undefined,
    reload: loaded.reload,
  };
}
