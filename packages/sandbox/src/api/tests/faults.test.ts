import { readFaults } from '../../faults/readFaults';
import { startFaultServer, type FaultServer } from '../../faults';
import { ApiHarness } from './ApiHarness';

describe('faults', () => {
  const api = new ApiHarness({ bookmarkIntervalMs: 20 });
  const maps = '/api/v1/namespaces/default/configmaps';
  const other = '/api/v1/namespaces/kube-public/configmaps';
  let admin: FaultServer;

  const knobs = async (method: string, path = '/faults', body?: unknown) => {
    const response = await fetch(`${admin.url}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { code: response.status, body: (await response.json()) as any };
  };
  const set = (...faults: object[]) => knobs('PUT', '/faults', faults);
  const broken = (call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: { code?: string }) => error.code,
    );

  beforeAll(async () => {
    await api.start();
    admin = await startFaultServer(api.faults, 0);
  });
  afterAll(async () => {
    await admin.stop();
    await api.dispose();
  });
  afterEach(async () => {
    await knobs('DELETE');
    await api.delete(maps);
  });

  it('are listed, added and taken away over HTTP', async () => {
    await set({ id: 'a', kind: 'latency', ms: 1 });
    await knobs('POST', '/faults', { id: 'b', kind: 'latency', ms: 2 });
    expect((await knobs('GET')).body.map((f: any) => f.id)).toEqual(['a', 'b']);
    expect((await knobs('DELETE', '/faults/a')).body).toEqual([
      { id: 'b', kind: 'latency', ms: 2 },
    ]);
    expect((await knobs('DELETE')).body).toEqual([]);
    expect((await knobs('PATCH')).code).toBe(405);
    expect((await knobs('GET', '/other')).code).toBe(404);
  });

  it.each([
    [{}, 'must be a list'],
    [[{ kind: 'nonsense' }], '[0].kind must be one of latency'],
    [[{ kind: 'latency' }], '[0].ms is not valid'],
    [[{ kind: 'latency', ms: -1 }], '[0].ms is not valid'],
    [[{ kind: 'down', ms: 1 }], '[0].ms is not a field of a down fault'],
    [[{ kind: 'status', code: 200 }], '[0].code is not valid'],
    [[{ kind: 'down', count: 0 }], '[0].count is not valid'],
    [[{ kind: 'down', match: { path: 'x' } }], '[0].match is not valid'],
    [[{ kind: 'toString' }], '[0].kind must be one of'],
  ])('that cannot be are refused: %j', (body, message) => {
    expect(() => readFaults(body)).toThrow(message);
  });

  it('refuses browsers and other hosts', async () => {
    const response = await fetch(`${admin.url}/faults`, {
      headers: { origin: 'https://example.com' },
    });
    expect(response.status).toBe(403);
  });

  it('answer with errors as often as asked, where they match', async () => {
    await set({
      kind: 'status',
      code: 429,
      retryAfterSeconds: 7,
      count: 2,
      match: { verb: 'list', plural: 'configmaps', namespace: 'default' },
    });
    expect((await api.call(other)).code).toBe(200);
    expect((await api.post(maps, { metadata: { name: 'a' } })).code).toBe(201);
    const refused = await api.call(maps);
    expect(refused.body).toMatchObject({
      code: 429,
      reason: 'TooManyRequests',
    });
    expect(refused.headers['retry-after']).toBe('7');
    expect((await api.call(maps)).code).toBe(429);
    expect((await api.call(maps)).code).toBe(200);
    expect((await knobs('GET')).body).toEqual([]);
  });

  it.each([409, 500, 503, 504])(
    'answer %i without doing anything',
    async code => {
      await set({ kind: 'status', code, count: 1 });
      const before = api.store.currentVersion();
      const answer = await api.post(maps, { metadata: { name: 'a' } });
      expect([answer.code, answer.body.kind]).toEqual([code, 'Status']);
      expect(api.store.currentVersion()).toBe(before);
    },
  );

  it('lose the answer of a write that was applied', async () => {
    await set({ kind: 'lostAnswer', count: 1 });
    expect(await broken(api.post(maps, { metadata: { name: 'a' } }))).toBe(
      'ECONNRESET',
    );
    expect((await api.call(`${maps}/a`)).code).toBe(200);
  });

  it('truncate an answer', async () => {
    await set({ kind: 'truncatedAnswer', bytes: 10, count: 1 });
    expect(await broken(api.call(maps))).toBe('ECONNRESET');
    expect((await api.call(maps)).code).toBe(200);
  });

  it('delay answers', async () => {
    await set({ kind: 'latency', ms: 60_000, match: { verb: 'get' } });
    const late = api.call(`${maps}/a`).catch(() => 'cut');
    expect((await api.call(maps)).code).toBe(200);
    await knobs('DELETE');
    expect((await api.call(`${maps}/a`)).code).toBe(404);
    await api.stop();
    await api.start();
    expect(await late).toBe('cut');
  });

  it('tell watches 410', async () => {
    await set({ kind: 'expiredWatch' });
    const { body } = await api.call(`${maps}?watch=true&timeoutSeconds=1`);
    expect(body).toMatchObject({ code: 410, reason: 'Expired' });
    expect((await api.call(maps)).code).toBe(200);
  });

  it('cut open watches and new ones', async () => {
    const open = await api.watch(`${maps}?watch=true`);
    const untouched = await api.watch(`${other}?watch=true`);
    await set({ kind: 'cutWatch', match: { namespace: 'default' } });
    expect(await open.next()).toBeUndefined();
    const late = await api.watch(`${maps}?watch=true`);
    expect(await late.next()).toBeUndefined();
    await knobs('DELETE');
    await api.post(other, { metadata: { name: 'a' } });
    expect((await untouched.next())!.type).toBe('ADDED');
    untouched.close();
    await api.delete(other);
  });

  it('silence watches: they stay open and say nothing, not even bookmarks', async () => {
    const path = `${maps}?watch=true&allowWatchBookmarks=true&timeoutSeconds=1`;
    const open = await api.watch(path);
    expect((await open.next())!.type).toBe('BOOKMARK');
    await set({ kind: 'silentWatch' });
    await api.post(maps, { metadata: { name: 'a' } });
    const seen: string[] = [];
    for (let e = await open.next(); e; e = await open.next()) seen.push(e.type);
    expect(seen.filter(type => type !== 'BOOKMARK')).toEqual([]);
    const late = await api.watch(path);
    expect(await late.next()).toBeUndefined();
  });

  it('refuse connections while down, and serve the same data after', async () => {
    await api.post(maps, { metadata: { name: 'a' } });
    const watch = await api.watch(`${maps}?watch=true`);
    expect((await watch.next())!.type).toBe('ADDED');
    await set({ kind: 'down' });
    expect(await watch.next()).toBeUndefined();
    expect(await broken(api.call(maps))).toBe('ECONNREFUSED');
    await knobs('DELETE');
    expect((await api.call(`${maps}/a`)).code).toBe(200);
  });

  it('swallow requests', async () => {
    await set({ kind: 'blackHole', count: 1 });
    const lost = broken(api.call(maps));
    while ((await knobs('GET')).body.length) await Promise.resolve();
    expect((await api.call(maps)).code).toBe(200);
    await api.stop();
    await api.start();
    expect(await lost).toBe('ECONNRESET');
  });
});
