import { ApiHarness } from './ApiHarness';

describe('access over HTTP', () => {
  const api = new ApiHarness();
  const maps = '/api/v1/namespaces/default/configmaps';
  const rbac = 'rbac.authorization.k8s.io';
  const as = (user: string, ...groups: string[]) => ({
    'impersonate-user': Buffer.from(user).toString('latin1'),
    'impersonate-group': groups.map(g =>
      Buffer.from(g).toString('latin1'),
    ) as any,
  });

  beforeAll(async () => {
    await api.start();
    for (const [name, verbs] of [
      ['reader', ['get', 'list', 'watch']],
      ['patcher', ['get', 'patch']],
    ] as const) {
      await api.post(`/apis/${rbac}/v1/namespaces/default/roles`, {
        metadata: { name },
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs }],
      });
      await api.post(`/apis/${rbac}/v1/namespaces/default/rolebindings`, {
        metadata: { name },
        roleRef: { kind: 'Role', name },
        subjects: [{ kind: 'Group', name: `${name}s, 支付` }],
      });
    }
    await api.post(maps, { metadata: { name: 'there' } });
  });
  afterAll(() => api.dispose());

  it('knows users and groups in any script, also with commas in them', async () => {
    const { body } = await api.call(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      { method: 'POST', body: {}, headers: as('小明', '支付', 'a, b') },
    );
    // system:masters alone may ask this before any role says so.
    expect(body.message).toContain('User "小明" cannot create');
    const me = await api.post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
    );
    expect(me.body.status.userInfo.username).toBe('kubernetes-admin');
  });

  it('lets people do what their roles say and nothing else', async () => {
    const headers = as('li', 'readers, 支付', 'others');
    expect((await api.call(maps, { headers })).code).toBe(200);
    expect(
      (await api.call(`${maps}?watch=true&timeoutSeconds=1`, { headers })).code,
    ).toBe(200);
    const refused = await api.call(maps, {
      method: 'POST',
      body: { metadata: { name: 'x' } },
      headers,
    });
    expect(refused.body).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message: expect.stringContaining(
        'User "li" cannot create resource "configmaps"',
      ),
    });
    const elsewhere = await api.call(
      '/api/v1/namespaces/kube-system/configmaps',
      {
        headers,
      },
    );
    expect(elsewhere.code).toBe(403);
    expect((await api.call('/api/v1/configmaps', { headers })).code).toBe(403);
  });

  it('asks for the right to create when an apply creates', async () => {
    const apply = (name: string) =>
      api.call(`${maps}/${name}?fieldManager=m`, {
        method: 'PATCH',
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name },
          data: {},
        },
        headers: {
          ...as('li', 'patchers, 支付'),
          'content-type': 'application/apply-patch+yaml',
        },
      });
    expect((await apply('there')).code).toBe(200);
    expect((await apply('new')).body.message).toContain(
      'cannot create resource',
    );
  });

  it('refuses to hand out rights that the giver has not', async () => {
    await api.post(`/apis/${rbac}/v1/namespaces/default/roles`, {
      metadata: { name: 'role-maker' },
      rules: [
        {
          apiGroups: [rbac],
          resources: ['roles'],
          verbs: ['create', 'patch', 'get'],
        },
      ],
    });
    await api.post(`/apis/${rbac}/v1/namespaces/default/rolebindings`, {
      metadata: { name: 'role-maker' },
      roleRef: { kind: 'Role', name: 'role-maker' },
      subjects: [{ kind: 'User', name: 'eve' }],
    });
    const { code } = await api.call(
      `/apis/${rbac}/v1/namespaces/default/roles`,
      {
        method: 'POST',
        body: {
          metadata: { name: 'more' },
          rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
        },
        headers: { 'impersonate-user': 'eve' },
      },
    );
    expect(code).toBe(403);
  });

  it('tells strangers nothing but version and health', async () => {
    const code = async (path: string, authorization: string) =>
      (await api.call(path, { headers: { authorization } })).code;
    expect(await code(maps, 'Bearer wrong')).toBe(401);
    expect(await code('/version', 'Bearer wrong')).toBe(401);
    expect(await code(maps, '')).toBe(403);
  });
});
