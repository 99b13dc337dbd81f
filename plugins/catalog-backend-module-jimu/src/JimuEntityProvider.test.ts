import { mockServices } from '@backstage/backend-test-utils';
import {
  Entity,
  entityKindSchemaValidator,
  resourceEntityV1alpha1Validator,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type { InstanceSummary } from '@jimu/plugin-service-broker-common';
import type { Environment, Tenant } from '@jimu/plugin-tenants-common';
import { EntitySources, JimuEntityProvider } from './JimuEntityProvider';

const tenant: Tenant = {
  name: 'pay',
  title: '支付',
  owner: 'group:default/payments',
  environments: ['dev'],
  roles: [],
};
const environment = {
  name: 'dev',
  title: { en: 'Development', zh: '开发' },
} as Environment;

const instance = (more: Partial<InstanceSummary> = {}) =>
  ({
    id: 'a1',
    name: 'orders',
    tenant: 'pay',
    environment: 'dev',
    resourceName: 'orders-k3f9x',
    offering: 'redis',
    offeringTitle: 'Redis',
    plan: 'small',
    phase: 'ready',
    ...more,
  } as InstanceSummary);

async function setUp(instances: InstanceSummary[]) {
  const catalog = new Map<string, Entity>();
  const mutations: string[] = [];
  const sources: EntitySources = {
    tenants: async () => [tenant],
    environments: async () => [environment],
    instances: async () => instances,
    instance: async id => instances.find(i => i.id === id),
  };
  const provider = new JimuEntityProvider({
    sources,
    schedule: { run: async ({ fn }) => fn(new AbortController().signal) },
    portalUrl: 'http://localhost:7007/',
    logger: mockServices.logger.mock(),
  });
  await provider.connect({
    async applyMutation(mutation: EntityProviderMutation) {
      mutations.push(mutation.type);
      if (mutation.type === 'full') {
        catalog.clear();
        mutation.entities.forEach(({ entity }) =>
          catalog.set(stringifyEntityRef(entity), entity),
        );
      } else {
        mutation.added.forEach(({ entity }) =>
          catalog.set(stringifyEntityRef(entity), entity),
        );
        mutation.removed.forEach(removed =>
          catalog.delete(stringifyEntityRef((removed as any).entity)),
        );
      }
    },
    refresh: async () => {},
  });
  return { provider, catalog, mutations };
}

describe('JimuEntityProvider', () => {
  it('puts tenants and their instances into the catalog', async () => {
    const { catalog } = await setUp([instance()]);
    expect([...catalog.keys()]).toEqual([
      'domain:default/pay',
      'system:default/pay-dev',
      'resource:default/pay-dev-orders-k3f9x',
    ]);
    const entity = catalog.get('resource:default/pay-dev-orders-k3f9x')!;
    expect(entity).toMatchObject({
      metadata: {
        title: 'orders',
        annotations: {
          'jimu.dev/tenant': 'pay',
          'jimu.dev/instance-id': 'a1',
        },
        links: [{ url: 'http://localhost:7007/instances/a1' }],
      },
      spec: {
        type: 'redis',
        owner: 'group:default/payments',
        system: 'pay-dev',
      },
    });
    await expect(resourceEntityV1alpha1Validator.check(entity)).resolves.toBe(
      true,
    );
    expect(() =>
      entityKindSchemaValidator({ type: 'object' })(entity),
    ).not.toThrow();
  });

  it('follows an order and a removal at once', async () => {
    const instances: InstanceSummary[] = [];
    const { provider, catalog, mutations } = await setUp(instances);
    instances.push(instance({ phase: 'pending' }));
    await provider.refresh('a1');
    const ref = 'resource:default/pay-dev-orders-k3f9x';
    expect(catalog.get(ref)?.spec?.lifecycle).toBe('pending');

    await provider.refresh('a1');
    expect(mutations).toEqual(['full', 'delta']);

    instances[0] = instance({ phase: 'deleted' });
    await provider.refresh('a1');
    expect(catalog.has(ref)).toBe(false);
  });
});
