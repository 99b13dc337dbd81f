import type { AuthService } from '@backstage/backend-plugin-api';
import {
  InstanceSummary,
  ServiceBrokerClient,
} from '@jimu/plugin-service-broker-common';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import type { EntitySources } from './JimuEntityProvider';

const PAGE = 200;

/** Reads instances from the service broker's API with the catalog's own identity. */
export class BrokerSources implements EntitySources {
  constructor(
    private readonly directory: TenantsService,
    private readonly broker: ServiceBrokerClient,
    private readonly auth: AuthService,
  ) {}

  tenants() {
    return this.directory.tenants();
  }

  environments() {
    return this.directory.environments();
  }

  async instances(): Promise<InstanceSummary[]> {
    const items: InstanceSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.broker.instances(
        { limit: PAGE, sort: 'createdAt', order: 'asc', cursor },
        await this.identity(),
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  }

  async instance(id: string): Promise<InstanceSummary | undefined> {
    try {
      return await this.broker.instance(id, await this.identity());
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }

  private async identity(): Promise<{ token: string }> {
    return this.auth.getPluginRequestToken({
      onBehalfOf: await this.auth.getOwnServiceCredentials(),
      targetPluginId: 'service-broker',
    });
  }
}
