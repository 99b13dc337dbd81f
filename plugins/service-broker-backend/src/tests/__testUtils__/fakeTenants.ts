import type { Environment, Tenant } from '@jimu/plugin-tenants-common';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import type { FakeCluster } from './FakeCluster';

const roles: Tenant['roles'] = [
  { role: 'owner', group: 'group:default/payments-leads' },
  { role: 'developer', group: 'group:default/payments' },
];

export const pay: Tenant = {
  name: 'pay',
  title: '支付',
  owner: 'group:default/payments',
  roles,
  environments: ['dev', 'prod'],
};

export const shop: Tenant = { ...pay, name: 'shop', title: '商城' };

export function environment(overrides: Partial<Environment> = {}): Environment {
  return {
    name: 'dev',
    title: { en: 'Development', zh: '开发' },
    cluster: 'main',
    production: false,
    exposure: 'none',
    deletionPolicy: 'delete',
    ...overrides,
  };
}

/** Two tenants in two environments of one cluster. */
export function fakeTenants(
  cluster: FakeCluster,
  environments: Environment[] = [
    environment(),
    environment({ name: 'prod', production: true, deletionPolicy: 'retain' }),
  ],
): TenantsService {
  const tenants = [pay, shop];
  const service: TenantsService = {
    tenants: async () => tenants,
    environments: async () => environments,
    rolesOf: async () => ({ platformAdmin: false, auditor: false, roles: {} }),
    async resolve(tenantName, environmentName) {
      const tenant = tenants.find(t => t.name === tenantName);
      const found = environments.find(e => e.name === environmentName);
      return tenant && found
        ? {
            tenant,
            environment: found,
            appNamespace: `${tenantName}-${environmentName}`,
            serviceNamespace: `${tenantName}-${environmentName}-svc`,
          }
        : undefined;
    },
    async ensureNamespaces(tenant, environmentName) {
      const place = await service.resolve(tenant, environmentName);
      await cluster.client('main').apply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: place!.serviceNamespace },
      });
      return place!;
    },
  };
  return service;
}
