import { ApiHarness } from './ApiHarness';

describe('server-side apply over HTTP', () => {
  const api = new ApiHarness();
  const path = '/apis/apps/v1/namespaces/default/deployments/web';
  const web = (spec: object, container: object = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'main', image: 'nginx:1', ...container }],
        },
      },
      ...spec,
    },
  });
  const apply = (manager: string, body: unknown, more = '') =>
    api.patch(`${path}?fieldManager=${manager}${more}`, body, 'apply');
  const ownersOf = (object: any) =>
    Object.fromEntries(
      object.metadata.managedFields.map((entry: any) => [
        `${entry.manager}/${entry.operation}`,
        entry.fieldsV1,
      ]),
    );

  beforeAll(() => api.start());
  afterAll(() => api.dispose());
  afterEach(() => api.delete(path));

  it('creates, then changes nothing when nothing changes', async () => {
    const first = await apply('jimu', web({ replicas: 2 }));
    expect(first.code).toBe(201);
    const second = await apply('jimu', web({ replicas: 2 }));
    expect(second.code).toBe(200);
    expect(second.body.metadata.resourceVersion).toBe(
      first.body.metadata.resourceVersion,
    );
    expect(ownersOf(second.body)['jimu/Apply']['f:spec']).toMatchObject({
      'f:replicas': {},
      'f:template': {
        'f:spec': {
          'f:containers': {
            'k:{"name":"main"}': { '.': {}, 'f:image': {}, 'f:name': {} },
          },
        },
      },
    });
  });

  it('refuses to take over a field that another manager has set to something else', async () => {
    await apply('jimu', web({ replicas: 2 }));
    await api.patch(`${path}?fieldManager=autoscaler`, {
      spec: { replicas: 5 },
    });
    const conflict = await apply('jimu', web({ replicas: 2 }));
    expect(conflict.code).toBe(409);
    expect(conflict.body.message).toBe(
      'Apply failed with 1 conflict: conflict with "autoscaler" using apps/v1: .spec.replicas',
    );
    expect(conflict.body.details.causes).toEqual([
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "autoscaler" using apps/v1',
        field: '.spec.replicas',
      },
    ]);
    const forced = await apply('jimu', web({ replicas: 2 }), '&force=true');
    expect(forced.body.spec.replicas).toBe(2);
    expect(ownersOf(forced.body)['autoscaler/Update']).toBeUndefined();
  });

  it('shares a field between managers that agree on it', async () => {
    await apply('one', web({ replicas: 2 }));
    const both = await apply('two', web({ replicas: 2 }));
    expect(both.code).toBe(200);
    expect(Object.keys(ownersOf(both.body))).toEqual([
      'one/Apply',
      'two/Apply',
    ]);
    const left = await apply('one', web({}));
    expect(left.body.spec.replicas).toBe(2);
    const conflict = await apply('one', web({ replicas: 3 }));
    expect(conflict.body.message).toContain(
      'conflict with "two": .spec.replicas',
    );
  });

  it('takes away what its manager no longer wants, and nothing else', async () => {
    await apply('jimu', {
      ...web(
        {},
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
      ),
      metadata: { name: 'web', labels: { mine: 'yes', shared: 'yes' } },
    });
    await api.patch(
      `${path}?fieldManager=other`,
      {
        metadata: { labels: { theirs: 'yes' } },
        spec: {
          template: {
            spec: {
              containers: [{ name: 'main', env: [{ name: 'C', value: '3' }] }],
            },
          },
        },
      },
      'strategic-merge',
    );
    const { body } = await apply('jimu', {
      ...web({}, { env: [{ name: 'B', value: '2' }] }),
      metadata: { name: 'web', labels: { shared: 'yes' } },
    });
    expect(body.metadata.labels).toEqual({ shared: 'yes', theirs: 'yes' });
    expect(body.spec.template.spec.containers[0].env).toEqual([
      { name: 'B', value: '2' },
      { name: 'C', value: '3' },
    ]);
  });

  it('keeps the parts of a status apart from those of the spec', async () => {
    await apply('jimu', web({ replicas: 2 }));
    const status = await api.patch(
      `${path}/status?fieldManager=operator`,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        status: { replicas: 2 },
      },
      'apply',
    );
    expect(status.body.status.replicas).toBe(2);
    expect(status.body.metadata.generation).toBe(1);
    const entry = status.body.metadata.managedFields.find(
      (e: any) => e.manager === 'operator',
    );
    expect(entry).toMatchObject({
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:replicas': {} } },
    });
    const again = await apply('jimu', web({ replicas: 3 }));
    expect(again.body.status).toEqual({ replicas: 2 });
  });

  it('refuses fields outside the schema, list items without keys, and requests without a manager', async () => {
    const unknown = await apply('jimu', web({ replicaz: 1 }));
    expect(unknown.code).toBe(400);
    expect(unknown.body.message).toBe(
      'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replicaz: field not declared in schema',
    );
    const keyless = await apply('jimu', web({}, { env: [{ value: 'x' }] }));
    expect(keyless.body.message).toContain(
      'associative list with keys has an element that omits key field "name"',
    );
    const twice = await apply(
      'jimu',
      web({}, { env: [{ name: 'A' }, { name: 'A' }] }),
    );
    expect(twice.body.message).toContain(
      'duplicate entries for key [name="A"]',
    );
    const nobody = await api.patch(path, web({}), 'apply');
    expect(nobody.code).toBe(422);
    expect(nobody.body.message).toContain(
      'fieldManager: Required value: is required for apply patch',
    );
    const named = await apply('jimu', {
      ...web({}),
      metadata: { name: 'web', managedFields: [{ manager: 'x' }] },
    });
    expect(named.body.message).toBe('metadata.managedFields must be nil');
    expect((await api.call(path)).code).toBe(404);
  });

  it('reads YAML', async () => {
    const { code, body } = await api.patch(
      '/api/v1/namespaces/default/configmaps/a?fieldManager=jimu',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  on: "yes"\n',
      'apply',
    );
    expect([code, body.data]).toEqual([201, { on: 'yes' }]);
  });
});
