import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ServiceBrokerClient } from '@jimu/plugin-service-broker-common';

/** What the pages ask of the service broker. */
export type ServiceBrokerApi = Pick<
  ServiceBrokerClient,
  | 'offerings'
  | 'offering'
  | 'brokenOfferings'
  | 'checkOrder'
  | 'order'
  | 'instances'
  | 'instance'
  | 'deleteInstance'
  | 'retry'
  | 'bind'
  | 'unbind'
  | 'credentials'
  | 'events'
>;

export const serviceBrokerApiRef = createApiRef<ServiceBrokerApi>().with({
  id: 'plugin.service-broker.client',
  pluginId: 'service-broker',
});
