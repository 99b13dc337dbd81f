import { TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from './migrate';
import { BrokerHarness, LEASE_MS } from '../tests/__testUtils__/BrokerHarness';

const postgres =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
const databases = TestDatabases.create({
  ids: postgres ? ['SQLITE_3', 'POSTGRES_15'] : ['SQLITE_3'],
});

describe.each(databases.eachSupportedId())('the queue on %p', databaseId => {
  let h: BrokerHarness;
  let ids: string[];

  beforeEach(async () => {
    const knex = await databases.init(databaseId);
    await migrate(knex);
    h = await BrokerHarness.create(knex);
    ids = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      ids.push((await h.order({ name })).instance.id);
    }
  });

  it('gives each key to one of many workers', async () => {
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => h.queue.claim(3)),
    );
    const claimed = claims.flat().map(({ id }) => id);
    expect(new Set(claimed).size).toBe(claimed.length);
    // Workers that met at the same keys come back for the rest.
    claimed.push(...(await h.queue.claim(10)).map(({ id }) => id));
    expect(claimed.sort()).toEqual([...ids].sort());
    expect(await h.queue.claim(10)).toEqual([]);
  });

  it('does not give back what was asked for in the meantime to sleep', async () => {
    const [lease] = await h.queue.claim(1);
    await h.queue.nudge(lease.id);
    await h.queue.release(lease, { afterMs: 60_000, attempts: 0 });
    const again = await h.queue.claim(10);
    expect(again.map(({ id }) => id)).toContain(lease.id);
  });

  it('gives it back to sleep otherwise, and counts what failed', async () => {
    const leases = await h.queue.claim(10);
    for (const lease of leases) {
      await h.queue.release(lease, { afterMs: 60_000, attempts: 3 });
    }
    expect(await h.queue.claim(10)).toEqual([]);
    expect(await h.queue.msUntilNext()).toBe(60_000);
    h.advance(60_000);
    const again = await h.queue.claim(10);
    expect(again).toHaveLength(6);
    expect(again[0]).toMatchObject({ attempts: 3, fence: 2 });
    // Somebody asks: what failed before counts no more.
    await h.broker.deleteInstance(
      again[0].id,
      (
        await h.view(again[0].id)
      ).name,
      { actor: 'user:default/li.na', credentials: {} as never },
    );
    await h.queue.release(again[0], { afterMs: 60_000, attempts: 0 });
    expect(await h.queue.claim(10)).toMatchObject([{ attempts: 0 }]);
  });

  it('hands a key on when its lease is over, not while it is renewed', async () => {
    const [lease] = await h.queue.claim(1);
    h.advance(LEASE_MS - 1000);
    await h.queue.renew(lease);
    h.advance(LEASE_MS - 1000);
    const others = await h.queue.claim(10);
    expect(others.map(({ id }) => id)).not.toContain(lease.id);
    h.advance(2000);
    const [successor] = (await h.queue.claim(10)).filter(
      ({ id }) => id === lease.id,
    );
    expect(successor.fence).toBe(lease.fence + 1);
    await expect(h.queue.renew(lease)).rejects.toMatchObject({
      name: 'LeaseLostError',
    });
    await h.queue.renew(successor);
  });

  it('lets what failed wait its time, whatever changes around it', async () => {
    const [lease] = await h.queue.claim(10);
    await h.queue.release(lease, { afterMs: 60_000, attempts: 1 });
    await h.queue.nudge(lease.id);
    expect(await h.queue.claim(10)).toEqual([]);
    h.advance(60_000);
    const again = await h.queue.claim(10);
    expect(again.map(({ id }) => id)).toContain(lease.id);
  });

  it('forgets what is gone for good', async () => {
    const [lease, ...rest] = await h.queue.claim(10);
    await h.queue.release(lease, { attempts: 0 });
    for (const other of rest) {
      await h.queue.release(other, { attempts: 0 });
    }
    expect(await h.queue.msUntilNext()).toBeUndefined();
    h.advance(1e9);
    expect(await h.queue.claim(10)).toEqual([]);
  });
});
