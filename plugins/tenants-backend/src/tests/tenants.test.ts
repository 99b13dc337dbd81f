import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { clustersServiceRef } from '@jimu/plugin-clusters-node';
import request from 'supertest';
import { tenantsPlugin } from '../plugin';

const config = {
  jimu: {
    platform: { adminGroups: ['group:default/admins'] },
    environments: [{ name: 'dev', cluster: 'main' }],
    tenants: [
      {
        name: 'pay',
        owner: 'group:default/pay',
        roles: { developer: ['group:default/pay'] },
      },
      {
        name: 'shop',
        owner: 'group:default/shop',
        roles: { owner: ['group:default/shop'] },
      },
    ],
  },
};

async function portal(
  groups: string[],
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const { server } = await startTestBackend({
    features: [
      tenantsPlugin,
      mockServices.rootConfig.factory({ data: config }),
      mockServices.userInfo.mock({
        getUserInfo: async () => ({
          userEntityRef: 'user:default/somebody',
          ownershipEntityRefs: groups,
        }),
      }).factory,
      mockServices.permissions.mock({
        authorize: async () => [{ result }],
      }).factory,
      createServiceFactory({
        service: clustersServiceRef,
        deps: {},
        factory: () => ({} as typeof clustersServiceRef.T),
      }),
    ],
  });
  return request(server);
}

describe('tenants over HTTP', () => {
  it('shows a member the own tenants only, with the role', async () => {
    const { body } = await (await portal(['group:default/pay']))
      .get('/api/tenants/tenants')
      .expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({ name: 'pay', role: 'developer' }),
    ]);
  });

  it('shows a platform admin all tenants, without inventing a role', async () => {
    const { body } = await (await portal(['group:default/admins']))
      .get('/api/tenants/tenants')
      .expect(200);
    expect(body.items.map((t: any) => [t.name, t.role])).toEqual([
      ['pay', undefined],
      ['shop', undefined],
    ]);
  });

  it('lists environments', async () => {
    const { body } = await (await portal([]))
      .get('/api/tenants/environments')
      .expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({ name: 'dev', cluster: 'main' }),
    ]);
  });

  it.each(['/tenants', '/environments'])(
    'refuses %s without a session, with a service token, or without the right',
    async path => {
      const app = await portal([]);
      await app
        .get(`/api/tenants${path}`)
        .set('Authorization', mockCredentials.none.header())
        .expect(401);
      await app
        .get(`/api/tenants${path}`)
        .set('Authorization', mockCredentials.service.header())
        .expect(403);
      const { body } = await (await portal([], AuthorizeResult.DENY))
        .get(`/api/tenants${path}`)
        .expect(403);
      expect(body.error.message).toContain('tenants.tenant.read');
    },
  );
});
