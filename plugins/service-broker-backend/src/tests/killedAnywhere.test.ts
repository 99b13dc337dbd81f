import { TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../database/migrate';
import {
  BrokerHarness,
  Killed,
  LEASE_MS,
  li,
} from './__testUtils__/BrokerHarness';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** The whole life of an instance with a binding; the process dies at the call to the cluster with this number. */
async function live(h: BrokerHarness, offering: string, dieAt: number) {
  let calls = 0;
  h.cluster.boundary = () => {
    calls += 1;
    if (calls === dieAt) throw new Killed();
  };
  const settle = async (done: () => Promise<boolean>) => {
    await h.visit();
    for (let i = 0; i < 20 && !(await done()); i++) {
      // Long enough for the lease of a dead worker to end.
      await h.round(LEASE_MS + 1000);
    }
    expect(await done()).toBe(true);
  };
  const { instance } = await h.order({ offering });
  await settle(async () => (await h.view(instance.id)).phase === 'ready');
  const primary = () =>
    [...h.cluster.objects.values()].find(
      o => o.metadata.name === instance.resourceName,
    )!;
  const { uid } = primary().metadata;

  const parameters = offering === 'widget' ? { space: 'shop' } : {};
  const { binding } = await h.broker.bind(
    instance.id,
    { name: 'app', parameters },
    li,
  );
  await settle(
    async () => (await h.view(instance.id)).bindings[0].phase === 'ready',
  );
  const secrets = h.cluster.writes.filter(w => /^\w+ Secret/.test(w));
  // Every value was drawn once, whenever the process died.
  expect(secrets.every(w => w.startsWith('create'))).toBe(true);
  expect(new Set(secrets).size).toBe(secrets.length);

  await h.broker.unbind(instance.id, binding.id, li);
  await settle(async () => (await h.view(instance.id)).bindings.length === 0);
  expect(primary().metadata.uid).toBe(uid);
  await h.broker.deleteInstance(instance.id, 'orders', li);
  await settle(async () => (await h.view(instance.id)).phase === 'deleted');

  expect(h.objects()).toEqual([]);
  const operations = await h.knex('operations').select('type', 'state');
  expect(operations).toEqual(
    ['create', 'bind', 'unbind', 'delete'].map(type => ({
      type,
      state: 'succeeded',
    })),
  );
  return calls;
}

describe.each(['widget', 'gadget'])(
  'a process that dies with a %s',
  offering => {
    it('at any call to the cluster leaves nothing undone and does nothing twice', async () => {
      const run = async (dieAt: number) => {
        const knex = await databases.init('SQLITE_3');
        await migrate(knex);
        return live(await BrokerHarness.create(knex), offering, dieAt);
      };
      const calls = await run(0);
      expect(calls).toBeGreaterThan(40);
      for (let dieAt = 1; dieAt <= calls; dieAt++) {
        await run(dieAt);
      }
    }, 300_000);
  },
);
