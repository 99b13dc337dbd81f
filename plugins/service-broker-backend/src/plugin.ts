import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import { clustersServiceRef } from '@jimu/plugin-clusters-node';
import { serviceBrokerPermissions } from '@jimu/plugin-service-broker-common';
import { tenantsServiceRef } from '@jimu/plugin-tenants-node';
import { BrokerRuntime } from './BrokerRuntime';
import { DatabaseBrokerStore } from './database/DatabaseBrokerStore';
import { DatabaseReconcileQueue } from './database/DatabaseReconcileQueue';
import { openDatabase } from './database/migrate';
import { trim } from './database/trim';
import { instanceResourceRef, instanceRules } from './permissions/rules';
import { createRouter } from './router/createRouter';
import { AuthorizedBroker } from './service/AuthorizedBroker';
import { DefaultBroker } from './service/DefaultBroker';
import { EventFeed } from './service/EventFeed';
import { readBrokerConfig } from './service/readBrokerConfig';
import { TenantScopes } from './service/TenantScopes';

/** Topic on which a changed instance is told to other plugins: `{ id }`. */
const INSTANCES_TOPIC = 'jimu.service-broker.instances';

/** Orders, instances and bindings, at `/api/service-broker`. */
export const serviceBrokerPlugin = createBackendPlugin({
  pluginId: 'service-broker',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        tenants: tenantsServiceRef,
      },
      async init(deps) {
        const { clusters, lifecycle, logger, permissions, tenants } = deps;
        const config = readBrokerConfig(deps.config);
        const knex = await openDatabase(deps.database);
        const store = new DatabaseBrokerStore(knex);
        const feed = new EventFeed({ outbox: store, logger });
        const runtime = new BrokerRuntime({
          config,
          states: store,
          queue: new DatabaseReconcileQueue(knex, config),
          clusters,
          tenants,
          logger,
        });
        store.onCommit((id, by) => {
          feed.wake();
          if (by === 'request') runtime.wake();
          deps.events
            .publish({ topic: INSTANCES_TOPIC, eventPayload: { id } })
            .catch(error => logger.warn(`Telling of ${id} failed`, error));
        });
        await runtime.offerings.start();

        deps.permissionsRegistry.addResourceType({
          resourceRef: instanceResourceRef,
          permissions: serviceBrokerPermissions,
          rules: instanceRules,
          getResources: ids => Promise.all(ids.map(id => store.instance(id))),
        });
        const scopes = new TenantScopes(
          permissions,
          createConditionTransformer(
            deps.permissionsRegistry.getPermissionRuleset(instanceResourceRef),
          ),
        );
        const broker = new AuthorizedBroker(
          new DefaultBroker({
            store,
            offerings: runtime.offerings,
            availability: runtime.availability,
            clusters,
            tenants,
            findOrphans: () => runtime.findOrphans(),
          }),
          { store, permissions, scopes, tenants },
        );
        const stopping = new AbortController();
        deps.httpRouter.use(
          createRouter({
            broker,
            httpAuth: deps.httpAuth,
            auditor: deps.auditor,
            events: { feed, scopes, logger, stopping: stopping.signal },
          }),
        );

        await deps.scheduler.scheduleTask({
          id: 'service-broker-janitor',
          frequency: { minutes: 10 },
          initialDelay: { minutes: 1 },
          timeout: { minutes: 2 },
          scope: 'global',
          fn: async () => {
            await trim(knex, new Date());
            for (const {
              kind,
              cluster,
              object,
              instanceId,
            } of await runtime.findOrphans()) {
              logger.warn(
                `${kind}: ${object} on ${cluster}${
                  instanceId ? `, instance ${instanceId}` : ''
                }`,
              );
            }
          },
        });
        lifecycle.addStartupHook(() => runtime.start());
        lifecycle.addShutdownHook(() => runtime.stop());
        // Open streams would keep the HTTP server from closing.
        deps.rootLifecycle.addBeforeShutdownHook(() => stopping.abort());
      },
    });
  },
});
