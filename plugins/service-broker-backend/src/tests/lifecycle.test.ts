import { TestDatabases } from '@backstage/backend-test-utils';
import type { ProblemError } from '@jimu/plugin-service-broker-common';
import { migrate } from '../database/migrate';
import { BrokerHarness, li } from './__testUtils__/BrokerHarness';

const postgres =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
const databases = TestDatabases.create({
  ids: postgres ? ['SQLITE_3', 'POSTGRES_15'] : ['SQLITE_3'],
});

const harnessOn = async (id: Parameters<typeof databases.init>[0]) => {
  const knex = await databases.init(id);
  await migrate(knex);
  return BrokerHarness.create(knex);
};

const problemOf = async (refused: Promise<unknown>) => {
  const error = await refused.then(
    () => undefined,
    e => e as ProblemError,
  );
  return { name: error?.name, code: error?.problems?.[0].code };
};

describe.each(databases.eachSupportedId())('an instance on %p', databaseId => {
  it('goes from order to ready, bound, revealed, unbound and gone', async () => {
    const h = await harnessOn(databaseId);
    const { instance, operation } = await h.order();
    expect(instance).toMatchObject({
      phase: 'pending',
      namespace: 'pay-dev-svc',
      createdBy: 'user:default/li.na',
    });
    expect(operation.steps.map(s => s.state)).toEqual([
      'done',
      'active',
      'waiting',
      'waiting',
      'waiting',
      'waiting',
    ]);

    await h.visit();
    expect((await h.view(instance.id)).phase).toBe('provisioning');
    await h.round();
    const ready = await h.view(instance.id);
    expect(ready).toMatchObject({
      phase: 'ready',
      operation: { state: 'succeeded' },
      endpoints: [{ name: 'main', port: 80, scope: 'cluster' }],
    });
    expect(ready.operation!.steps.every(s => s.state === 'done')).toBe(true);
    expect(ready.allowed).toEqual(['delete', 'bind']);

    const bindingId = await h.bound(instance.id);
    const bound = await h.view(instance.id);
    expect(bound.bindings).toMatchObject([
      { name: 'app', phase: 'ready', parameters: { space: 'shop' } },
    ]);
    const credentials = await h.broker.credentials(instance.id, bindingId, li);
    const password = credentials.fields.find(f => f.key === 'password')!;
    expect(password.value).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(credentials.uri).toContain(password.value);

    await h.broker.unbind(instance.id, bindingId, li);
    await h.visit();
    await h.rounds(3);
    expect((await h.view(instance.id)).bindings).toEqual([]);

    await h.broker.deleteInstance(instance.id, 'orders', li);
    await h.visit();
    await h.rounds(4);
    const gone = await h.view(instance.id);
    expect(gone).toMatchObject({
      phase: 'deleted',
      operation: { type: 'delete', state: 'succeeded' },
      allowed: [],
    });
    expect(gone.operation!.proof).toContain(
      `Widget pay-dev-svc/${instance.resourceName}`,
    );
    expect(h.objects()).toEqual([]);
    expect(gone.activity.map(a => a.action)).toEqual([
      'delete',
      'unbind',
      'reveal',
      'bind',
      'create',
    ]);
    const dump = JSON.stringify(
      await Promise.all(
        ['instances', 'bindings', 'operations', 'activity', 'outbox'].map(t =>
          h.knex(t).select(),
        ),
      ),
    );
    expect(dump).not.toContain(password.value);
  });

  it('frees the name with the tombstone', async () => {
    const h = await harnessOn(databaseId);
    const id = await h.ready();
    expect(await problemOf(h.order())).toEqual({
      name: 'ConflictError',
      code: 'name-taken',
    });
    await h.broker.deleteInstance(id, 'orders', li);
    await h.visit();
    await h.rounds(4);
    await expect(h.order()).resolves.toMatchObject({
      instance: { phase: 'pending' },
    });
  });

  it('answers the same order under the same key once, another one never', async () => {
    const h = await harnessOn(databaseId);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => h.order({}, 'key-1')),
    );
    expect(new Set(answers.map(a => a.instance.id)).size).toBe(1);
    expect(await h.knex('instances').count({ n: '*' })).toMatchObject([
      { n: expect.anything() },
    ]);
    expect((await h.broker.instances({}, li)).totalItems).toBe(1);
    expect(await problemOf(h.order({ name: 'other' }, 'key-1'))).toEqual({
      name: 'ConflictError',
      code: 'idempotency-conflict',
    });
    await expect(h.order({ tenant: 'shop' }, 'key-1')).resolves.toMatchObject({
      instance: { tenant: 'shop' },
    });
  });

  it('gives a name to one of many that order it at a time', async () => {
    const h = await harnessOn(databaseId);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => h.order()),
    );
    expect(results.filter(r => r.status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap(r =>
      r.status === 'rejected' ? [r.reason.name] : [],
    );
    expect(reasons).toEqual(Array(7).fill('ConflictError'));
  });

  it('lists by keyset', async () => {
    const h = await harnessOn(databaseId);
    for (const name of ['d', 'b', 'a', 'e', 'c']) {
      h.advance(1000);
      await h.order({ name });
    }
    const expected = {
      name: ['a', 'b', 'c', 'd', 'e'],
      createdAt: ['c', 'e', 'a', 'b', 'd'],
    };
    for (const [sort, order] of [
      ['name', 'asc'],
      ['createdAt', 'desc'],
    ] as const) {
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await h.broker.instances(
          { sort, order, limit: 2, cursor },
          li,
        );
        expect(page.totalItems).toBe(5);
        names.push(...page.items.map(i => i.name));
        cursor = page.nextCursor;
      } while (cursor);
      expect(names).toEqual(expected[sort]);
    }
    expect((await h.broker.instances({ search: '%' }, li)).totalItems).toBe(0);
  });
});
