import { useRef } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  BrokerEvent,
  InstanceView,
} from '@jimu/plugin-service-broker-common';
import type { Failure } from '../api/describeError';
import { serviceBrokerApiRef } from '../api/ServiceBrokerApi';
import { useBrokerEvents } from './useBrokerEvents';
import { dataOf, useLoad } from './useLoad';

export type InstanceState =
  | { status: 'loading' }
  /** Does not exist, or not for the viewer: the two look the same. */
  | { status: 'lost' }
  /** Was there a moment ago. */
  | { status: 'gone'; last: InstanceView }
  | { status: 'failed'; failure: Failure }
  | { status: 'ready'; view: InstanceView; failure?: Failure };

/** One instance with all its details, read again whenever a push says that it changed. */
export function useInstance(
  id: string,
): InstanceState & { reload: () => void } {
  const api = useApi(serviceBrokerApiRef);
  const loaded = useLoad(`instance ${id}`, signal =>
    api.instance(id, { signal }),
  );
  const { reload } = loaded;
  const view = dataOf(loaded);
  const seen = useRef(0);
  seen.current = view?.id === id ? view.revision : 0;
  const onEvent = ({ type, instance }: BrokerEvent) => {
    if (instance.id !== id) return;
    if (type === 'removed' || instance.revision > seen.current) reload();
  };
  useBrokerEvents({ onEvent, onResync: reload });

  if (loaded.status === 'loading') return { status: 'loading', reload };
  if (view?.phase === 'deleted') return { status: 'gone', last: view, reload };
  if (loaded.status === 'ready') {
    return { status: 'ready', view: loaded.data, reload };
  }
  const { failure } = loaded;
  if (failure.kind === 'notFound') {
    return view
      ? { status: 'gone', last: view, reload }
      : { status: 'lost', reload };
  }
  return view
    ? { status: 'ready', view, failure, reload }
    : { status: 'failed', failure, reload };
}
