import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { InstanceSummary } from '@jimu/plugin-service-broker-common';
import type { Environment, Tenant } from '@jimu/plugin-tenants-common';
import { instanceEntity, tenantEntities } from './entities';

/** Where the provider reads; one port per question, so that a test needs no network. */
export interface EntitySources {
  tenants(): Promise<Tenant[]>;
  environments(): Promise<Environment[]>;
  /** All live instances. */
  instances(): Promise<InstanceSummary[]>;
  /** One instance; undefined when it is gone. */
  instance(id: string): Promise<InstanceSummary | undefined>;
}

export interface JimuEntityProviderOptions {
  sources: EntitySources;
  /** Runs the full sync now and again. */
  schedule: SchedulerServiceTaskRunner;
  /** Base URL of the portal's pages. */
  portalUrl: string;
  logger: LoggerService;
}

const deferred = (entity: Entity) => ({ entity, locationKey: 'jimu' });

/**
 * Tenants and instances as catalog entities. A change of one instance is written at once as a delta; the full sync repairs
 * what an event missed.
 */
export class JimuEntityProvider implements EntityProvider {
  private connection?: EntityProviderConnection;
  /** Entities as last written, by instance id: a delta must name what it removes. */
  private readonly written = new Map<string, Entity>();

  constructor(private readonly options: JimuEntityProviderOptions) {}

  getProviderName(): string {
    return 'jimu';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.connection = connection;
    await this.options.schedule.run({
      id: 'jimu-entities-full-sync',
      fn: () => this.sync(),
    });
  }

  /** Writes everything anew. */
  async sync(): Promise<void> {
    const { sources, portalUrl } = this.options;
    const [tenants, environments, instances] = await Promise.all([
      sources.tenants(),
      sources.environments(),
      sources.instances(),
    ]);
    this.written.clear();
    for (const instance of instances) {
      const tenant = tenants.find(t => t.name === instance.tenant);
      if (tenant && instance.phase !== 'deleted') {
        this.written.set(
          instance.id,
          instanceEntity(instance, tenant, portalUrl),
        );
      }
    }
    const entities = [
      ...tenants.flatMap(tenant => tenantEntities(tenant, environments)),
      ...this.written.values(),
    ];
    await this.connection?.applyMutation({
      type: 'full',
      entities: entities.map(deferred),
    });
  }

  /** Writes one instance anew, or removes it. */
  async refresh(id: string): Promise<void> {
    const { sources, portalUrl, logger } = this.options;
    const [tenants, instance] = await Promise.all([
      sources.tenants(),
      sources.instance(id),
    ]);
    const before = this.written.get(id);
    const tenant = tenants.find(t => t.name === instance?.tenant);
    if (instance && tenant && instance.phase !== 'deleted') {
      const entity = instanceEntity(instance, tenant, portalUrl);
      if (before && JSON.stringify(before) === JSON.stringify(entity)) return;
      this.written.set(id, entity);
      await this.connection?.applyMutation({
        type: 'delta',
        added: [deferred(entity)],
        removed: [],
      });
    } else if (before) {
      this.written.delete(id);
      await this.connection?.applyMutation({
        type: 'delta',
        added: [],
        removed: [deferred(before)],
      });
    } else {
      logger.debug(`instance ${id} is gone and has no entity`);
    }
  }
}
