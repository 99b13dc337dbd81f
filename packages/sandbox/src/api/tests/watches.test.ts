import { ApiHarness } from './ApiHarness';

describe('watches over HTTP', () => {
  const api = new ApiHarness({ bookmarkIntervalMs: 20, historySize: 50 });
  const maps = '/api/v1/namespaces/default/configmaps';
  const make = (name: string, labels?: object) =>
    api.post(maps, { metadata: { name, labels } });

  beforeAll(() => api.start());
  afterAll(() => api.dispose());
  afterEach(() => api.delete(maps));

  it('begin with what is there, follow, and stop at the timeout', async () => {
    await make('a');
    const watch = await api.watch(`${maps}?watch=true&timeoutSeconds=1`);
    expect(await watch.next()).toMatchObject({ type: 'ADDED' });
    await api.patch(`${maps}/a`, { data: { k: 'v' } });
    expect(await watch.next()).toMatchObject({
      type: 'MODIFIED',
      object: { kind: 'ConfigMap', data: { k: 'v' } },
    });
    await api.delete(`${maps}/a`);
    const deleted = await watch.next();
    expect(deleted!.type).toBe('DELETED');
    expect(Number(deleted!.object.metadata.resourceVersion)).toBe(
      api.store.currentVersion(),
    );
    expect(await watch.next()).toBeUndefined();
  });

  it('tell of objects that come into the selection and leave it', async () => {
    await make('a', { stage: 'one' });
    const from = api.store.currentVersion();
    const watch = await api.watch(
      `${maps}?watch=true&resourceVersion=${from}&labelSelector=stage%3Dtwo`,
    );
    await api.patch(`${maps}/a`, { metadata: { labels: { stage: 'two' } } });
    await api.patch(`${maps}/a`, { data: { k: 'v' } });
    await api.patch(`${maps}/a`, { metadata: { labels: { stage: 'three' } } });
    const types = [];
    for (let i = 0; i < 3; i += 1) types.push((await watch.next())!.type);
    expect(types).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    watch.close();
  });

  it('send bookmarks, which carry the version of the whole store', async () => {
    const watch = await api.watch(
      `${maps}?watch=true&allowWatchBookmarks=true&resourceVersion=${api.store.currentVersion()}`,
    );
    await api.post('/api/v1/namespaces/kube-public/secrets', {
      metadata: { name: `s${Date.now()}` },
    });
    let seen = 0;
    while (seen < api.store.currentVersion()) {
      const event = await watch.next();
      expect(event!.type).toBe('BOOKMARK');
      seen = Number(event!.object.metadata.resourceVersion);
    }
    watch.close();
  });

  it('mark the end of the initial events', async () => {
    await make('a');
    const watch = await api.watch(
      `${maps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    expect(await watch.next()).toMatchObject({ type: 'ADDED' });
    expect(await watch.next()).toMatchObject({
      type: 'BOOKMARK',
      object: {
        metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
    watch.close();
    const refused = await api.call(`${maps}?watch=true&sendInitialEvents=true`);
    expect(refused.code).toBe(422);
  });

  it('are told 410 when what they missed is no longer known', async () => {
    const from = api.store.currentVersion();
    await make('a');
    for (let i = 0; i < 60; i += 1) {
      await api.patch(`${maps}/a`, { data: { n: String(i) } });
    }
    const watch = await api.watch(`${maps}?watch=true&resourceVersion=${from}`);
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
    expect(await watch.next()).toBeUndefined();
  });

  it('are told 410 after a restart, unless nothing was missed', async () => {
    await make('a');
    const old = api.store.currentVersion();
    await api.patch(`${maps}/a`, { data: { k: 'v' } });
    const current = api.store.currentVersion();
    await api.stop();
    await api.start();
    const late = await api.watch(`${maps}?watch=true&resourceVersion=${old}`);
    expect((await late.next())!.object.code).toBe(410);
    const inTime = await api.watch(
      `${maps}?watch=true&resourceVersion=${current}`,
    );
    await api.patch(`${maps}/a`, { data: { k: 'w' } });
    expect((await inTime.next())!.object.data).toEqual({ k: 'w' });
    inTime.close();
  });

  it('come as tables too', async () => {
    await make('a');
    const response = await api.open(`${maps}?watch=true&timeoutSeconds=1`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    response.setEncoding('utf8');
    const [line] = (await response.toArray()).join('').split('\n');
    expect(JSON.parse(line).object).toMatchObject({
      kind: 'Table',
      rows: [{ cells: ['a', 0, expect.any(String)] }],
    });
  });

  it('serve a hundred clients', async () => {
    const from = api.store.currentVersion();
    const all = await Promise.all(
      Array.from({ length: 100 }, () =>
        api.watch(`${maps}?watch=true&resourceVersion=${from}`),
      ),
    );
    await make('a');
    const seen = await Promise.all(all.map(watch => watch.next()));
    expect(new Set(seen.map(e => e!.object.metadata.name))).toEqual(
      new Set(['a']),
    );
    all.forEach(watch => watch.close());
  });
});
