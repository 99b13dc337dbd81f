import type { ServiceBrokerApi } from '../ServiceBrokerApi';
import { abortableDelay } from './abortableDelay';
import type { BrokerEvents } from './BrokerEvents';
import { StreamedBrokerEvents } from './StreamedBrokerEvents';

/** The pushes of this tab, tried again at once when the browser comes back online or to the front. */
export function createBrokerEvents(api: ServiceBrokerApi): BrokerEvents {
  const events = new StreamedBrokerEvents({
    open: (lastEventId, signal) => api.events(lastEventId, { signal }),
    delay: abortableDelay,
    random: Math.random,
  });
  window.addEventListener('online', () => events.reconnectNow());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') events.reconnectNow();
  });
  return events;
}
