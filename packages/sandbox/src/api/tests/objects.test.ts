import { ApiHarness } from './ApiHarness';

describe('objects over HTTP', () => {
  const api = new ApiHarness();
  const maps = '/api/v1/namespaces/default/configmaps';
  const deployments = '/apis/apps/v1/namespaces/default/deployments';
  const configMap = (
    name: string,
    data?: Record<string, string>,
    labels?: object,
  ) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels },
    data,
  });
  const deployment = (name: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: 'nginx:1' }] },
      },
    },
  });

  beforeAll(() => api.start());
  afterAll(() => api.dispose());
  afterEach(async () => {
    await api.delete(maps);
    await api.delete(deployments);
  });

  it('are created, read, replaced, patched and deleted', async () => {
    const created = await api.post(maps, configMap('a', { k: '1' }));
    expect(created.code).toBe(201);
    expect(created.body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    const stale = created.body;
    const replaced = await api.put(`${maps}/a`, { ...stale, data: { k: '2' } });
    expect(replaced.body.data).toEqual({ k: '2' });
    const conflict = await api.put(`${maps}/a`, { ...stale, data: { k: '3' } });
    expect(conflict.code).toBe(409);
    expect(conflict.body).toMatchObject({
      kind: 'Status',
      reason: 'Conflict',
      message: expect.stringContaining('the object has been modified'),
    });
    const patched = await api.patch(`${maps}/a`, { data: { k: null, l: '4' } });
    expect(patched.body.data).toEqual({ l: '4' });
    const byPointer = await api.patch(
      `${maps}/a`,
      [
        { op: 'test', path: '/data/l', value: '4' },
        { op: 'add', path: '/data/m', value: '5' },
      ],
      'json',
    );
    expect(byPointer.body.data).toEqual({ l: '4', m: '5' });
    const failedTest = await api.patch(
      `${maps}/a`,
      [{ op: 'test', path: '/data/l', value: 'x' }],
      'json',
    );
    expect(failedTest.code).toBe(422);
    const deleted = await api.delete(`${maps}/a`, {
      preconditions: { uid: 'another' },
    });
    expect(deleted.code).toBe(409);
    expect((await api.delete(`${maps}/a`)).body).toMatchObject({
      status: 'Success',
      details: { name: 'a', kind: 'configmaps' },
    });
    expect((await api.call(`${maps}/a`)).body).toMatchObject({
      code: 404,
      reason: 'NotFound',
      message: 'configmaps "a" not found',
    });
  });

  it('get a name from generateName', async () => {
    const { body } = await api.post(maps, {
      metadata: { generateName: 'some-' },
    });
    expect(body.metadata.name).toMatch(/^some-[b-z0-9]{5}$/);
  });

  it('are listed in pages that a watch from the first page completes', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await api.post(maps, configMap(name));
    }
    const first = await api.call(`${maps}?limit=2`);
    expect(first.body.items.map((i: any) => i.metadata.name)).toEqual([
      'a',
      'b',
    ]);
    expect(first.body.metadata.remainingItemCount).toBe(3);
    await api.post(maps, configMap('aa'));
    const second = await api.call(
      `${maps}?limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(second.body.items.map((i: any) => i.metadata.name)).toEqual([
      'c',
      'd',
    ]);
    expect(second.body.metadata.resourceVersion).toBe(
      first.body.metadata.resourceVersion,
    );
    const third = await api.call(
      `${maps}?limit=2&continue=${second.body.metadata.continue}`,
    );
    expect(third.body.items.map((i: any) => i.metadata.name)).toEqual(['e']);
    expect(third.body.metadata.continue).toBeUndefined();
    expect((await api.call(`${maps}?limit=2&continue=nonsense`)).code).toBe(
      400,
    );
    const watch = await api.watch(
      `${maps}?watch=1&resourceVersion=${first.body.metadata.resourceVersion}`,
    );
    expect(await watch.next()).toMatchObject({
      type: 'ADDED',
      object: { metadata: { name: 'aa' } },
    });
    watch.close();
  });

  it('are selected by labels and fields', async () => {
    await api.post(maps, configMap('a', {}, { tier: 'web', n: '3' }));
    await api.post(maps, configMap('b', {}, { tier: 'db' }));
    await api.post(maps, configMap('c'));
    const names = async (query: string) =>
      (await api.call(`${maps}?${query}`)).body.items.map(
        (i: any) => i.metadata.name,
      );
    expect(await names('labelSelector=tier%3Dweb')).toEqual(['a']);
    expect(await names('labelSelector=tier')).toEqual(['a', 'b']);
    expect(
      await names('labelSelector=tier%20in%20(web,db),tier!%3Ddb'),
    ).toEqual(['a']);
    expect(await names('fieldSelector=metadata.name%3Db')).toEqual(['b']);
    const refused = await api.call(`${maps}?fieldSelector=data.k%3Db`);
    expect(refused.code).toBe(400);
    expect(refused.body.message).toBe('field label not supported: data.k');
  });

  it('keep the version semantics of lists', async () => {
    const future = String(Number.MAX_SAFE_INTEGER).slice(0, 12);
    expect(
      (await api.call(`${maps}?resourceVersion=${future}`)).body,
    ).toMatchObject({
      code: 504,
      reason: 'Timeout',
    });
    expect(
      (await api.call(`${maps}?resourceVersion=1&resourceVersionMatch=Exact`))
        .body,
    ).toMatchObject({ code: 410, reason: 'Expired' });
    expect((await api.call(`${maps}?resourceVersion=0`)).code).toBe(200);
  });

  it('have status and scale apart from the rest', async () => {
    await api.post(deployments, deployment('web'));
    const status = await api.put(`${deployments}/web/status`, {
      ...deployment('web'),
      spec: { ...deployment('web').spec, replicas: 9 },
      status: { replicas: 1, readyReplicas: 1 },
    });
    expect(status.body.spec.replicas).toBe(1);
    expect(status.body.status.readyReplicas).toBe(1);
    expect(status.body.metadata.generation).toBe(1);
    const scale = await api.call(`${deployments}/web/scale`);
    expect(scale.body).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      spec: { replicas: 1 },
      status: { replicas: 1, selector: 'app=web' },
    });
    const scaled = await api.patch(`${deployments}/web/scale`, {
      spec: { replicas: 4 },
    });
    expect(scaled.body.spec.replicas).toBe(4);
    const live = (await api.call(`${deployments}/web`)).body;
    expect([live.spec.replicas, live.metadata.generation]).toEqual([4, 2]);
    const stale = await api.put(`${deployments}/web/scale`, {
      ...scale.body,
      spec: { replicas: 7 },
    });
    expect(stale.code).toBe(409);
    expect((await api.call(`${maps}/x/status`)).code).toBe(404);
  });

  it('are not written by a dry run, which tells what would have happened', async () => {
    const before = api.store.currentVersion();
    const created = await api.post(`${maps}?dryRun=All`, configMap('a'));
    expect([created.code, created.body.metadata.name]).toEqual([201, 'a']);
    expect((await api.call(`${maps}/a`)).code).toBe(404);
    const refused = await api.post(`${maps}?dryRun=All`, configMap('NotAName'));
    expect(refused.code).toBe(422);
    expect((await api.post(`${maps}?dryRun=Some`, configMap('a'))).code).toBe(
      422,
    );
    expect(api.store.currentVersion()).toBe(before);
  });

  it('refuse unknown and duplicate fields when asked to, and warn otherwise', async () => {
    const wrong = { ...deployment('web') } as any;
    wrong.spec = { ...wrong.spec, replicaz: 1 };
    wrong.spec.template.spec.containers[0].imagee = 'x';
    const strict = await api.post(
      `${deployments}?fieldValidation=Strict`,
      wrong,
    );
    expect(strict.code).toBe(400);
    expect(strict.body.message).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.template.spec.containers[0].imagee", unknown field "spec.replicaz"',
    );
    const twice = await api.post(
      `${maps}?fieldValidation=Strict`,
      '{"metadata":{"name":"a"},"data":{"k":"1","k":"2"}}',
    );
    expect(twice.body.message).toContain('duplicate field "data.k"');
    const warned = await api.post(deployments, wrong);
    expect(warned.code).toBe(201);
    expect(warned.headers.warning).toContain(
      'unknown field \\"spec.replicaz\\"',
    );
    expect(warned.body.spec.replicaz).toBeUndefined();
    const ignored = await api.post(`${deployments}?fieldValidation=Ignore`, {
      ...wrong,
      metadata: { name: 'web2' },
      spec: { ...wrong.spec, selector: { matchLabels: { app: 'web' } } },
    });
    expect(ignored.headers.warning).toBeUndefined();
  });

  it('are deleted as a collection by selector', async () => {
    await api.post(maps, configMap('a', {}, { go: 'yes' }));
    await api.post(maps, configMap('b'));
    const { body } = await api.delete(`${maps}?labelSelector=go`);
    expect(body.items.map((i: any) => i.metadata.name)).toEqual(['a']);
    const left = await api.call(maps);
    expect(left.body.items.map((i: any) => i.metadata.name)).toEqual(['b']);
  });

  it('come as tables and as metadata only', async () => {
    await api.post(deployments, deployment('web'));
    const table = await api.call(deployments, {
      headers: {
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
      },
    });
    expect(table.body.kind).toBe('Table');
    expect(table.body.columnDefinitions.map((c: any) => c.name)).toEqual([
      'Name',
      'Ready',
      'Up-to-date',
      'Available',
      'Age',
      'Containers',
      'Images',
      'Selector',
    ]);
    expect(table.body.rows[0].cells.slice(0, 4)).toEqual(['web', '0/1', 0, 0]);
    const metadata = await api.call(deployments, {
      headers: {
        accept:
          'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
      },
    });
    expect(metadata.body.items[0].spec).toBeUndefined();
    expect(metadata.body.items[0].kind).toBe('PartialObjectMetadata');
  });

  it('are served in other versions, as far as these go', async () => {
    const path = (version: string) =>
      `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
    const made = await api.post(path('v1'), {
      metadata: { name: 'web' },
      spec: {
        maxReplicas: 3,
        targetCPUUtilizationPercentage: 60,
        scaleTargetRef: { kind: 'Deployment', name: 'web' },
      },
    });
    expect(made.body).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { targetCPUUtilizationPercentage: 60, minReplicas: 1 },
    });
    const newer = await api.call(`${path('v2')}/web`);
    expect(newer.body.spec.metrics).toEqual([
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 60 },
        },
      },
    ]);
    await api.patch(`${path('v1')}/web`, { spec: { maxReplicas: 5 } });
    const older = await api.call(path('v1'));
    expect(older.body.items[0].spec).toMatchObject({
      maxReplicas: 5,
      targetCPUUtilizationPercentage: 60,
    });
    await api.delete(`${path('v2')}/web`);
  });

  it('are gzipped when that is asked for and worth it', async () => {
    await api.post(maps, configMap('big', { k: 'x'.repeat(50_000) }));
    const plain = await api.call(`${maps}/big`);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const zipped = await api.call(`${maps}/big`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.body).toEqual(plain.body);
  });
});
