import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  BrokerEventListener,
  brokerEventsApiRef,
  ConnectionState,
} from '../api/events/BrokerEvents';

const FALLBACK_MS = 15_000;

/** Whether pushes arrive. */
export function useConnectionState(): ConnectionState {
  const { state } = useApi(brokerEventsApiRef);
  return useSyncExternalStore(state.subscribe, state.get);
}

/**
 * Listens to pushes. `onResync` is called when some may have been missed: once after a reconnection, and every 15 seconds
 * while there is no connection.
 */
export function useBrokerEvents(listener: Required<BrokerEventListener>) {
  const events = useApi(brokerEventsApiRef);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(
    () =>
      events.subscribe({
        onEvent: event => latest.current.onEvent(event),
        onResync: () => latest.current.onResync(),
      }),
    [events],
  );
  const offline = useConnectionState() === 'offline';
  useEffect(() => {
    if (!offline) return undefined;
    const timer = setInterval(() => latest.current.onResync(), FALLBACK_MS);
    return () => clearInterval(timer);
  }, [offline]);
}
