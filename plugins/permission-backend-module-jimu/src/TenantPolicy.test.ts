import { mockServices } from '@backstage/backend-test-utils';
import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import { Permission } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { clusterReadPermission } from '@jimu/plugin-clusters-common';
import { serviceBrokerPermissions } from '@jimu/plugin-service-broker-common';
import { tenantReadPermission } from '@jimu/plugin-tenants-common';
import { readTenancy } from '@jimu/plugin-tenants-node';
import { TenantPolicy } from './TenantPolicy';

const policy = new TenantPolicy(
  readTenancy(
    mockServices.rootConfig({
      data: {
        jimu: {
          platform: {
            adminGroups: ['group:default/admins'],
            auditorGroups: ['group:default/auditors'],
          },
          environments: [{ name: 'dev', cluster: 'main' }],
          tenants: [
            {
              name: 'pay',
              owner: 'group:default/pay',
              roles: {
                owner: ['group:default/pay-leads'],
                developer: ['group:default/pay'],
                viewer: ['group:default/pay-guests'],
              },
            },
            {
              name: 'shop',
              owner: 'group:default/shop',
              roles: { developer: ['group:default/shop'] },
            },
          ],
        },
      },
    }),
  ),
);

const people: Record<string, string[]> = {
  owner: ['group:default/pay-leads'],
  developer: ['group:default/pay'],
  viewer: ['group:default/pay-guests'],
  stranger: ['group:default/other'],
  admin: ['group:default/admins'],
  auditor: ['group:default/auditors'],
};

const decide = async (person: string, permission: Permission) => {
  const user = {
    info: {
      userEntityRef: `user:default/${person}`,
      ownershipEntityRefs: people[person],
    },
  } as PolicyQueryUser;
  const decision = await policy.handle({ permission }, user);
  return decision.result === 'CONDITIONAL'
    ? (decision.conditions as any).params?.tenants
    : decision.result;
};

// Expected tenants, or the plain decision. A permission without a row fails the test below.
const table: Record<string, Record<string, string | string[]>> = {
  'service-broker.instance.read': {
    owner: ['pay'],
    developer: ['pay'],
    viewer: ['pay'],
    stranger: [],
    admin: 'ALLOW',
    auditor: 'ALLOW',
  },
  'service-broker.instance.create': {
    owner: ['pay'],
    developer: ['pay'],
    viewer: [],
    stranger: [],
    admin: [],
    auditor: [],
  },
  'service-broker.instance.bind': {
    owner: ['pay'],
    developer: ['pay'],
    viewer: [],
    stranger: [],
    admin: [],
    auditor: [],
  },
  'service-broker.instance.delete': {
    owner: ['pay'],
    developer: ['pay'],
    viewer: [],
    stranger: [],
    admin: 'ALLOW',
    auditor: [],
  },
  'service-broker.credentials.read': {
    owner: ['pay'],
    developer: ['pay'],
    viewer: [],
    stranger: [],
    admin: [],
    auditor: [],
  },
  'service-broker.admin': {
    owner: 'DENY',
    developer: 'DENY',
    viewer: 'DENY',
    stranger: 'DENY',
    admin: 'ALLOW',
    auditor: 'ALLOW',
  },
  'clusters.read': {
    owner: 'DENY',
    developer: 'DENY',
    viewer: 'DENY',
    stranger: 'DENY',
    admin: 'ALLOW',
    auditor: 'ALLOW',
  },
  'tenants.tenant.read': {
    owner: 'ALLOW',
    developer: 'ALLOW',
    viewer: 'ALLOW',
    stranger: 'ALLOW',
    admin: 'ALLOW',
    auditor: 'ALLOW',
  },
  'catalog.entity.delete': {
    owner: 'DENY',
    developer: 'DENY',
    viewer: 'DENY',
    stranger: 'DENY',
    admin: 'ALLOW',
    auditor: 'DENY',
  },
};

describe('TenantPolicy', () => {
  const permissions: Permission[] = [
    ...serviceBrokerPermissions,
    clusterReadPermission,
    tenantReadPermission,
    catalogEntityDeletePermission,
  ];

  it.each(
    permissions.map(permission => [permission.name, permission] as const),
  )('decides %s for everybody', async (name, permission) => {
    const decided = Object.fromEntries(
      await Promise.all(
        Object.keys(people).map(
          async person => [person, await decide(person, permission)] as const,
        ),
      ),
    );
    expect(decided).toEqual(table[name]);
  });

  it('refuses who is not signed in', async () => {
    for (const permission of permissions) {
      expect(await policy.handle({ permission })).toEqual({ result: 'DENY' });
    }
  });

  it("hides other tenants' entities in the catalog", async () => {
    const user = {
      info: {
        userEntityRef: 'user:default/d',
        ownershipEntityRefs: people.developer,
      },
    } as PolicyQueryUser;
    const decision = await policy.handle(
      { permission: catalogEntityReadPermission },
      user,
    );
    expect(decision).toMatchObject({
      result: 'CONDITIONAL',
      pluginId: 'catalog',
      conditions: {
        anyOf: [
          {
            not: {
              rule: 'HAS_ANNOTATION',
              params: { annotation: 'jimu.dev/tenant' },
            },
          },
          {
            rule: 'HAS_ANNOTATION',
            params: { annotation: 'jimu.dev/tenant', value: 'pay' },
          },
        ],
      },
    });
  });
});
