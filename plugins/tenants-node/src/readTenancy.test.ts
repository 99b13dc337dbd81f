import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readTenancy } from './readTenancy';

const read = (jimu: JsonObject) =>
  readTenancy(mockServices.rootConfig({ data: { jimu } }));

const environments = [
  { name: 'dev', cluster: 'main' },
  { name: 'prod', cluster: 'main', production: true },
];

describe('readTenancy', () => {
  it('fills in what is left out', () => {
    const tenancy = read({
      environments,
      tenants: [{ name: 'pay', owner: 'group:default/payments' }],
    });
    expect(tenancy.environments[0]).toEqual({
      name: 'dev',
      title: { en: 'dev', zh: 'dev' },
      cluster: 'main',
      production: false,
      exposure: 'none',
      deletionPolicy: 'delete',
    });
    expect(tenancy.tenants[0]).toEqual({
      name: 'pay',
      title: 'pay',
      owner: 'group:default/payments',
      environments: ['dev', 'prod'],
      roles: [],
    });
  });

  it('reads an empty configuration as no tenancy', () => {
    expect(readTenancy(mockServices.rootConfig({ data: {} }))).toEqual({
      tenants: [],
      environments: [],
      adminGroups: [],
      auditorGroups: [],
    });
  });

  it.each([
    [
      { environments: [{ name: 'Prod!', cluster: 'main' }] },
      'jimu.environments[0].name: "Prod!" must begin with a letter',
    ],
    [
      { environments: [...environments, environments[0]] },
      'jimu.environments: "dev" occurs twice',
    ],
    [
      { environments: [{ ...environments[0], exposure: 'public' }] },
      'jimu.environments[0].exposure: "public" must be one of none, nodePort, loadBalancer',
    ],
    [
      { environments, tenants: [{ name: 'pay', owner: 'payments' }] },
      'jimu.tenants[0].owner: "payments" is not a group',
    ],
    [
      {
        environments,
        tenants: [
          {
            name: 'pay',
            owner: 'group:default/p',
            environments: ['test'],
          },
        ],
      },
      'jimu.tenants[0].environments: "test" is not among jimu.environments (dev, prod)',
    ],
    [
      {
        environments: [
          { name: 'dev', cluster: 'main' },
          { name: 'x-dev', cluster: 'main' },
        ],
        tenants: [
          { name: 'a', owner: 'group:default/p' },
          { name: 'a-x', owner: 'group:default/p' },
        ],
      },
      '"a" and "a-x" would share the namespace a-x-dev',
    ],
    [
      {
        environments,
        tenants: [
          {
            name: 'pay',
            owner: 'group:default/p',
            roles: { developer: ['user:default/li.na'] },
          },
        ],
      },
      'jimu.tenants[0].roles.developer: "user:default/li.na" is not a group',
    ],
  ])('names the key at fault: %j', (jimu, message) => {
    expect(() => read(jimu as unknown as JsonObject)).toThrow(message);
  });
});
