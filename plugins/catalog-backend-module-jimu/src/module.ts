import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { ServiceBrokerClient } from '@jimu/plugin-service-broker-common';
import { tenantsServiceRef } from '@jimu/plugin-tenants-node';
import { BrokerSources } from './BrokerSources';
import { JimuEntityProvider } from './JimuEntityProvider';

/** Topic on which the service broker tells that an instance changed: `{ id }`. */
const INSTANCES_TOPIC = 'jimu.service-broker.instances';

/** Puts tenants and instances into the catalog. */
export const catalogModuleJimu = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'jimu',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
        tenants: tenantsServiceRef,
      },
      async init(deps) {
        const { auth, config, discovery, events, logger, scheduler } = deps;
        const broker = new ServiceBrokerClient({
          discoveryApi: discovery,
          fetchApi: { fetch },
        });
        const provider = new JimuEntityProvider({
          sources: new BrokerSources(deps.tenants, broker, auth),
          schedule: scheduler.createScheduledTaskRunner({
            frequency: { minutes: 5 },
            initialDelay: { seconds: 5 },
            timeout: { minutes: 2 },
          }),
          portalUrl: config.getString('app.baseUrl'),
          logger,
        });
        deps.processing.addEntityProvider(provider);
        await events.subscribe({
          id: 'jimu-catalog',
          topics: [INSTANCES_TOPIC],
          async onEvent({ eventPayload }) {
            const { id } = eventPayload as { id?: unknown };
            if (typeof id === 'string') await provider.refresh(id);
          },
        });
      },
    });
  },
});
