import { createApiRef } from '@backstage/frontend-plugin-api';
import type { BrokerEvent } from '@jimu/plugin-service-broker-common';

/**
 * `connecting`: not yet known whether pushes arrive; `live`: they do; `offline`: they do not, what is shown may be out of date.
 */
export type ConnectionState = 'connecting' | 'live' | 'offline';

export interface BrokerEventListener {
  /** Something about an instance changed. */
  onEvent?(event: BrokerEvent): void;
  /** Pushes may have been missed; what is shown should be read again once. */
  onResync?(): void;
}

/** The pushes of the service broker; one stream for all pages of a tab, open while anybody listens. */
export interface BrokerEvents {
  subscribe(listener: BrokerEventListener): () => void;
  /** For `useSyncExternalStore`. */
  readonly state: {
    get(): ConnectionState;
    subscribe(onChange: () => void): () => void;
  };
}

export const brokerEventsApiRef = createApiRef<BrokerEvents>().with({
  id: 'plugin.service-broker.events',
  pluginId: 'service-broker',
});
