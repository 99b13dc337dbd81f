import { EndpointId, serviceBrokerEndpoints } from '../router/endpoints';
import {
  Person,
  startBroker,
  StartedBroker,
  until,
} from './__testUtils__/startBroker';

let broker: StartedBroker;
let instanceId: string;
let bindingId: string;

beforeAll(async () => {
  broker = await startBroker();
  instanceId = await broker.ready('orders');
  bindingId = await broker.bound(instanceId, 'app');
}, 60_000);
afterAll(() => broker.stop());

const order = (overrides: object = {}) => ({
  tenant: 'pay',
  environment: 'dev',
  offering: 'widget',
  plan: 'small',
  name: 'unmade',
  ...overrides,
});
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const pathOf = (id: EndpointId, instance = instanceId, binding = bindingId) =>
  serviceBrokerEndpoints[id].path
    .replace(':name', 'widget')
    .replace(':id', instance)
    .replace(':bindingId', binding);
const bodyOf: Partial<Record<EndpointId, object>> = {
  checkOrder: order(),
  createInstance: order({ name: 'fresh' }),
  deleteInstance: { confirmName: 'not-its-name' },
  retryOperation: {},
  createBinding: { name: 'another', parameters: { space: 'X' } },
  revealCredentials: {},
};
const call = (person: Person | undefined, id: EndpointId, path = pathOf(id)) =>
  broker.as(person).send(serviceBrokerEndpoints[id].method, path, bodyOf[id]);
const allEndpoints = Object.keys(serviceBrokerEndpoints) as EndpointId[];

describe('rights', () => {
  it.each(allEndpoints)('%s answers nobody without credentials', async id => {
    const { status } = await call(undefined, id);
    expect(status).toBe(401);
  });

  /** What each endpoint answers to each person; an endpoint without a row fails. */
  const table: Record<EndpointId, Record<string, number>> = {
    //               developer      viewer        other tenant  in no tenant  platform admin
    listOfferings: row(200, 200, 200, 200, 200),
    getOffering: row(200, 200, 200, 200, 200),
    listBrokenOfferings: row(403, 403, 403, 403, 200),
    listOrphans: row(403, 403, 403, 403, 200),
    checkOrder: row(200, 200, 200, 200, 200),
    createInstance: row(202, 403, 404, 404, 403),
    listInstances: row(200, 200, 200, 200, 200),
    getInstance: row(200, 200, 404, 404, 200),
    // The bodies are wrong on purpose: whoever has the right gets as far as that.
    deleteInstance: row(400, 403, 404, 404, 403),
    retryOperation: row(409, 403, 404, 404, 403),
    createBinding: row(400, 403, 404, 404, 403),
    deleteBinding: row(404, 403, 404, 404, 403),
    revealCredentials: row(200, 403, 404, 404, 403),
    streamEvents: {},
  };
  function row(...statuses: number[]): Record<string, number> {
    const people = ['li.na', 'wang.wei', 'zhao.lei', 'nobody', 'admin'];
    return Object.fromEntries(people.map((p, i) => [p, statuses[i]]));
  }

  it.each(allEndpoints.filter(id => id !== 'streamEvents'))(
    '%s answers each as the table says',
    async id => {
      for (const [person, status] of Object.entries(table[id])) {
        const path =
          id === 'deleteBinding' ? pathOf(id, instanceId, NOWHERE) : pathOf(id);
        const answer = await call(person, id, path);
        expect(`${person} ${answer.status}`).toBe(`${person} ${status}`);
        // Whoever is refused learns who can help.
        const { problems = [] } = answer.body.error ?? {};
        expect(problems.length > 0).toBe(status >= 400);
        expect(problems.some((p: any) => p.message.includes('can grant'))).toBe(
          status === 403,
        );
      }
    },
  );

  it('makes an instance of another tenant look like one that does not exist', async () => {
    for (const id of allEndpoints.filter(e => pathOf(e).includes(instanceId))) {
      const theirs = await call('zhao.lei', id);
      const none = await call('zhao.lei', id, pathOf(id, NOWHERE, NOWHERE));
      expect(theirs.status).toBe(404);
      expect(theirs.body.error).toEqual(none.body.error);
    }
    const { body } = await broker.as('zhao.lei').send('get', '/instances');
    expect(body).toEqual({ items: [], totalItems: 0 });
    const unknown = await broker
      .as('zhao.lei')
      .send('post', '/instances', order({ tenant: 'pay' }));
    const nonexistent = await broker
      .as('zhao.lei')
      .send('post', '/instances', order({ tenant: 'nil' }));
    expect(JSON.stringify(unknown.body).replaceAll('pay', 'nil')).toBe(
      JSON.stringify(nonexistent.body),
    );
  });

  it('tells on the page what the viewer may do, and whom to ask otherwise', async () => {
    const developer = await call('li.na', 'getInstance');
    expect(developer.body.allowed).toEqual([
      'delete',
      'bind',
      'unbind',
      'reveal',
    ]);
    const viewer = await call('wang.wei', 'getInstance');
    expect(viewer.body.allowed).toEqual([]);
    const refused = await call('wang.wei', 'revealCredentials');
    expect(refused.body.error.problems[0]).toMatchObject({
      code: 'right-missing',
      message: expect.stringContaining('group:default/payments-leads'),
    });
  });
});

describe('credentials', () => {
  it('are given fresh, never to be kept, and leave a trace', async () => {
    const answer = await call('li.na', 'revealCredentials');
    expect(answer.headers['cache-control']).toBe('no-store');
    const field = (key: string) =>
      answer.body.fields.find((f: any) => f.key === key).value;
    expect(field('password')).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(answer.body.uri).toBe(
      `widget://${field('username')}:${field('password')}@${field(
        'host',
      )}:80/shop`,
    );
    const view = await call('li.na', 'getInstance');
    expect(view.body.activity[0]).toMatchObject({
      action: 'reveal',
      actor: 'user:default/li.na',
      detail: 'app',
    });
    expect(JSON.stringify(view.body)).not.toContain(field('password'));
  });
});

describe('bad input', () => {
  const naughty = [
    '',
    'A',
    '-a',
    'a-',
    'a b',
    'a/b',
    '../etc',
    '${jndi:x}',
    '{{7*7}}',
    "x'; drop table instances;--",
    '名字',
    'a\u202eb',
    'a\u0000b',
    '\ud800',
    'a'.repeat(64),
    'a'.repeat(100_000),
    'NaN',
    '<script>alert(1)</script>',
  ];
  const wrong = [
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    [],
    [[]],
    {},
    { $gt: '' },
    '9'.repeat(400),
  ];
  const state = async () =>
    (await broker.as('li.na').send('get', '/instances')).body.totalItems;
  const refused = async (body: unknown, path = '/instances') => {
    const answer = await broker.as('li.na').send('post', path, body);
    expect([400, 404, 413]).toContain(answer.status);
    expect(answer.body.error.problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body).length).toBeLessThan(8192);
    expect(answer.body.error.stack).toBeUndefined();
    return answer.body.error.problems;
  };

  it('in any field of an order is refused by the name of the field, and nothing is made', async () => {
    const before = await state();
    for (const field of ['tenant', 'environment', 'offering', 'plan', 'name']) {
      for (const value of [...wrong, ...naughty]) {
        const found = await refused(order({ [field]: value }));
        const named = found.some((p: any) => p.field === field);
        expect(named || found[0].code === 'text-invalid').toBe(true);
      }
      const missing: Record<string, unknown> = order();
      delete missing[field];
      expect((await refused(missing))[0].field).toBe(field);
    }
    for (const value of [...wrong, ...naughty].filter(
      v => !(v !== null && typeof v === 'object' && !Object.keys(v).length),
    )) {
      await refused(order({ parameters: { size: value } }));
      await refused(order({ parameters: { storage: value } }));
    }
    for (const value of [0, 6, '3', 2.5]) {
      const [problem] = await refused(order({ parameters: { size: value } }));
      expect(problem.field).toBe('parameters.size');
    }
    for (const storage of ['1e3Ki', '-1Gi', '0.1m', '11Gi', '10 Gi', 'Gi']) {
      const [problem] = await refused(order({ parameters: { storage } }));
      expect(problem.field).toBe('parameters.storage');
    }
    expect((await refused(order({ version: '1' })))[0].field).toBe('version');
    expect(await state()).toBe(before);
  });

  it('in the shape of the body is refused without an echo', async () => {
    const raw = async (text: string, type = 'application/json') => {
      const response = await fetch(`${broker.url}/instances`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer mock-user-token',
          'content-type': type,
        },
        body: text,
      });
      return { status: response.status, text: await response.text() };
    };
    for (const text of [
      '{"password": "hunter2"',
      '\ufeffhunter2',
      '{"a": NaN, "b": "hunter2"}',
      "{'name': 'hunter2'}",
      '"hunter2"',
      '42',
      'null',
      '[{"a": "hunter2"}]',
      '{"__proto__": {"admin": "hunter2"}}',
      '{"parameters": {"constructor": {"prototype": "hunter2"}}}',
      '['.repeat(100_000),
      '{"a":'.repeat(20_000),
      `{"parameters": {${Array.from(
        { length: 12_000 },
        (_, i) => `"k${i}": 1`,
      ).join()}}}`,
    ]) {
      const answer = await raw(text);
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain('hunter2');
    }
    const unknown = await refused(order({ colour: 'red' }));
    expect(unknown).toMatchObject([{ code: 'field-unknown', field: 'colour' }]);
    const large = await raw(JSON.stringify(order({ name: 'x'.repeat(1e6) })));
    expect(large.status).toBe(413);
    expect(JSON.parse(large.text).error.problems[0].code).toBe(
      'body-too-large',
    );
    expect((await raw('{}', 'text/plain')).status).toBe(415);
    expect((await raw('{}', 'application/json; charset=latin9')).status).toBe(
      415,
    );
  });

  it('in queries, paths and headers is refused or finds nothing', async () => {
    const get = (path: string) => broker.as('li.na').send('get', path);
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=-1',
      'limit=1e2',
      'limit=1&limit=2',
      'sort=password',
      'order=up',
      'phase=gone',
      'cursor=xyz',
      `cursor=${Buffer.from('["name","asc","x","y"]').toString('base64url')}`,
      'search=%00',
      `search=${'x'.repeat(101)}`,
      'tenant[]=pay',
      'tenant[$ne]=x',
      'nonsense=1',
    ]) {
      const { status, body } = await get(`/instances?${query}`);
      expect(`${query} ${status}`).toBe(`${query} 400`);
      expect(body.error.problems[0].field).toBe(query.split(/=|\[/)[0]);
    }
    for (const id of [
      '..',
      '%2e%2e',
      '%252f',
      "1'--",
      instanceId.toUpperCase(),
      `${instanceId}%00`,
      `${instanceId};x`,
    ]) {
      expect((await get(`/instances/${id}`)).status).toBe(404);
    }
    const key = await broker.as('li.na').send('post', '/instances', order(), {
      'Idempotency-Key': 'x'.repeat(256),
    });
    expect(key.status).toBe(400);
    expect(key.body.error.problems[0].field).toBe('Idempotency-Key');
    const search = await get(
      `/instances?search=${encodeURIComponent("%'_\\")}`,
    );
    expect(search.body.totalItems).toBe(0);
  });
});

describe('the push stream', () => {
  async function listen(person: Person, lastEventId?: string) {
    const abort = new AbortController();
    const response = await fetch(`${broker.url}/events`, {
      headers: {
        authorization: `Bearer mock-user-token:{"sub":"user:default/${person}"}`,
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
      },
      signal: abort.signal,
    });
    const seen = { text: '' };
    void (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body!) {
        seen.text += decoder.decode(chunk as Uint8Array);
      }
    })().catch(error => {
      // Closing aborts the stream; anything else is the test's business.
      if (!abort.signal.aborted) throw error;
    });
    return { response, seen, close: () => abort.abort() };
  }

  it('tells members what changes, others nothing, and resumes where it broke off', async () => {
    const member = await listen('li.na');
    const stranger = await listen('zhao.lei');
    expect(member.response.headers.get('cache-control')).toBe(
      'no-cache, no-transform',
    );
    await until(async () => member.seen.text.includes('id: '));
    const [, start] = member.seen.text.match(/id: (\d+)/)!;
    const id = await broker.ready('pushed');
    await until(async () => /"phase":"ready"/.test(member.seen.text));
    member.close();
    const missed = await listen('li.na', start);
    await until(async () => /"phase":"ready"/.test(missed.seen.text));
    const ids = [...missed.seen.text.matchAll(/^id: (\d+)$/gm)].map(m =>
      Number(m[1]),
    );
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
    expect(missed.seen.text).toContain(id);
    expect(stranger.seen.text).not.toContain('pushed');
    missed.close();
    stranger.close();
    const future = await listen('li.na', '999999999');
    await until(async () => future.seen.text.includes('event: reset'));
    future.close();
  });
});
