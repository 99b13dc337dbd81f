import { TestDatabases } from '@backstage/backend-test-utils';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { ProblemError } from '@jimu/plugin-service-broker-common';
import { migrate } from '../database/migrate';
import { BrokerHarness, LEASE_MS, li } from './__testUtils__/BrokerHarness';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const MINUTE = 60_000;

let h: BrokerHarness;

beforeEach(async () => {
  const knex = await databases.init('SQLITE_3');
  await migrate(knex);
  h = await BrokerHarness.create(knex);
});

const codeOf = async (refused: Promise<unknown>) =>
  refused.then(
    () => 'accepted',
    (e: ProblemError) => `${e.name} ${e.problems?.[0]?.code}`,
  );
const condition = async (id: string, type: string) =>
  (await h.view(id)).conditions.find(c => c.type === type);

describe('a cluster that does not answer', () => {
  it('holds an order up and lets it go on afterwards', async () => {
    const { instance } = await h.order();
    h.cluster.down = true;
    await h.visit();
    expect(await h.view(instance.id)).toMatchObject({
      phase: 'pending',
      problem: { code: 'cluster-unreachable' },
      operation: { state: 'in progress' },
    });
    await h.rounds(5, 10_000);
    h.cluster.down = false;
    await h.rounds(4, 35_000);
    const view = await h.view(instance.id);
    expect(view.phase).toBe('ready');
    expect(view.problem).toBeUndefined();
  });

  it('leaves the state of a ready instance and says that it is not seen', async () => {
    const id = await h.ready();
    h.cluster.down = true;
    h.operating = false;
    await h.rounds(1, 10 * MINUTE);
    expect(await h.view(id)).toMatchObject({
      phase: 'ready',
      problem: { code: 'cluster-unreachable' },
    });
    expect(await condition(id, 'ClusterReachable')).toMatchObject({
      status: 'False',
    });
    h.cluster.down = false;
    await h.rounds(1, MINUTE);
    expect(await condition(id, 'ClusterReachable')).toMatchObject({
      status: 'True',
    });
  });

  it('refuses an order and the reading of credentials as unavailable', async () => {
    const id = await h.ready();
    const bindingId = await h.bound(id);
    h.cluster.down = true;
    await expect(codeOf(h.order({ name: 'other' }))).resolves.toBe(
      'ServiceUnavailableError cluster-unreachable',
    );
    await expect(codeOf(h.broker.credentials(id, bindingId, li))).resolves.toBe(
      'ServiceUnavailableError credentials-unavailable',
    );
    expect((await h.view(id)).activity.map(a => a.action)).not.toContain(
      'reveal',
    );
  });

  it('holds a deletion up and lets it go on afterwards', async () => {
    const id = await h.ready();
    await h.broker.deleteInstance(id, 'orders', li);
    h.cluster.down = true;
    h.operating = false;
    await h.visit();
    expect(await h.view(id)).toMatchObject({
      phase: 'deleting',
      problem: { code: 'cluster-unreachable' },
    });
    h.cluster.down = false;
    await h.rounds(4, 35_000);
    expect((await h.view(id)).phase).toBe('deleted');
  });
});

describe('an operator', () => {
  it('that does not react is named, and the order fails in time; it can still become ready', async () => {
    h.operating = false;
    const { instance } = await h.order();
    await h.visit();
    await h.rounds(5, 15_000);
    expect(await h.view(instance.id)).toMatchObject({
      phase: 'provisioning',
      problem: {
        code: 'operator-silent',
        params: { operator: 'widget-operator' },
      },
    });
    await h.rounds(2, 10 * MINUTE);
    expect(await h.view(instance.id)).toMatchObject({
      phase: 'failed',
      operation: { state: 'failed', problem: { code: 'timed-out' } },
      allowed: ['delete', 'retry'],
    });
    h.operating = true;
    await h.rounds(2, MINUTE);
    expect(await h.view(instance.id)).toMatchObject({
      phase: 'ready',
      operation: { state: 'failed' },
    });
  });

  it('that reports a failure for long fails the order; a retry begins it anew', async () => {
    h.operating = false;
    const { instance } = await h.order();
    await h.visit();
    const widget = h.cluster.find({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
    })[0];
    const fails = () =>
      h.cluster.setStatus(widget, { phase: 'Failed', reason: 'no disk' });
    fails();
    await h.rounds(2);
    expect((await h.view(instance.id)).phase).toBe('provisioning');
    // A failure that passes in between begins to count anew.
    h.cluster.setStatus(widget, { phase: 'Creating' });
    await h.rounds(1, 100_000);
    fails();
    await h.rounds(1, 60_000);
    expect((await h.view(instance.id)).phase).toBe('provisioning');
    await h.rounds(2, 125_000);
    expect(await h.view(instance.id)).toMatchObject({
      phase: 'failed',
      problem: { code: 'operator-failed', params: { detail: 'no disk' } },
      operation: { state: 'failed' },
    });
    const operation = await h.broker.retry(instance.id, li);
    expect(operation.state).toBe('in progress');
    h.operating = true;
    await h.visit();
    await h.rounds(3);
    expect(await h.view(instance.id)).toMatchObject({
      phase: 'ready',
      operation: { id: operation.id, state: 'succeeded' },
    });
    expect(await codeOf(h.broker.retry(instance.id, li))).toBe(
      'ConflictError nothing-to-retry',
    );
  });

  it('that flaps does not make a ready instance flap', async () => {
    const id = await h.ready();
    h.operating = false;
    const widget = h.cluster.find({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
    })[0];
    for (let i = 0; i < 6; i++) {
      h.cluster.setStatus(widget, { phase: i % 2 ? 'Ready' : 'Starting' });
      await h.queue.nudge(id);
      await h.rounds(1, 1000);
      expect((await h.view(id)).phase).toBe('ready');
    }
    h.cluster.setStatus(widget, { phase: 'Starting' });
    await h.queue.nudge(id);
    await h.rounds(20, 3000);
    expect((await h.view(id)).phase).toBe('degraded');
  });

  it('that writes nonsense hurts nobody', async () => {
    const { instance } = await h.order();
    await h.visit();
    const other = await h.order({ name: 'other' });
    h.operating = false;
    const widgets = () =>
      h.cluster.find({ apiVersion: 'example.org/v1', kind: 'Widget' });
    for (const status of [{ phase: 42 }, { phase: [1] }, { phase: null }]) {
      h.cluster.setStatus(widgets()[0], status);
      await h.rounds(1, 20_000);
      expect((await h.view(instance.id)).phase).toBe('provisioning');
    }
    h.operating = true;
    await h.rounds(3, 20_000);
    expect((await h.view(other.instance.id)).phase).toBe('ready');
  });
});

describe('what the cluster refuses', () => {
  it('is shown word for word and tried again', async () => {
    h.cluster.refuse = ({ kind }) =>
      kind === 'Widget' ? 'exceeded quota: requests.cpu=2' : undefined;
    const { instance } = await h.order();
    await h.visit();
    const view = await h.view(instance.id);
    expect(view.problem).toMatchObject({ code: 'cluster-refused' });
    expect(view.problem!.message).toContain('exceeded quota: requests.cpu=2');
    h.cluster.refuse = undefined;
    await h.rounds(3, MINUTE);
    expect((await h.view(instance.id)).phase).toBe('ready');
  });

  it('is a kind that is not served: named with its operator, an order refused', async () => {
    h.cluster.served.delete('example.org/v1 Widget');
    await h.availability.refresh();
    const [gadget, widget] = await h.broker.offerings();
    expect(gadget.availability.every(a => a.available)).toBe(true);
    expect(widget.availability[0]).toMatchObject({
      available: false,
      reason: {
        code: 'kind-missing',
        params: { operator: 'widget-operator', kind: 'Widget' },
      },
    });
    expect(await codeOf(h.order())).toBe('ConflictError kind-missing');
    h.cluster.served.add('example.org/v1 Widget');
    expect(await codeOf(h.order())).toBe('accepted');
  });

  it('does not keep an instance from being deleted when its kind is gone', async () => {
    const id = await h.ready();
    h.cluster.served.delete('example.org/v1 Widget');
    h.cluster.served.delete('example.org/v1 WidgetUser');
    h.operating = false;
    await h.broker.deleteInstance(id, 'orders', li);
    await h.visit();
    await h.rounds(3);
    expect((await h.view(id)).phase).toBe('deleted');
  });
});

describe('somebody else', () => {
  const foreign = (name: string, kind: string): KubernetesObject => ({
    apiVersion: kind === 'Secret' ? 'v1' : 'example.org/v1',
    kind,
    metadata: { name, namespace: 'pay-dev-svc', labels: { owner: 'them' } },
    spec: { theirs: true },
  });

  it.each(['Widget', 'Secret'])(
    'keeps a %s that has the name of ours',
    async kind => {
      const { instance } = await h.order();
      const name =
        kind === 'Secret'
          ? `${instance.resourceName}-auth`
          : instance.resourceName;
      const theirs = h.cluster.put(foreign(name, kind));
      await h.visit();
      expect(await h.view(instance.id)).toMatchObject({
        problem: { code: 'object-foreign' },
      });
      h.operating = false;
      await h.broker.deleteInstance(instance.id, 'orders', li);
      await h.visit();
      await h.rounds(4, 10_000);
      expect((await h.view(instance.id)).phase).toBe('deleted');
      expect(
        h.cluster.get({
          ...theirs,
          name,
          namespace: 'pay-dev-svc',
        }),
      ).toMatchObject({ spec: { theirs: true } });
    },
  );

  it('changes an object by hand and gets it back', async () => {
    const id = await h.ready();
    const widget = h.cluster.find({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
    })[0];
    h.cluster.put({ ...widget, spec: { size: 99 } });
    await h.rounds(2, 6 * MINUTE);
    expect(
      h.cluster.find({ apiVersion: 'example.org/v1', kind: 'Widget' })[0].spec,
    ).toEqual({ size: 1 });
    expect((await h.view(id)).phase).toBe('ready');
  });

  it('deletes an object and it is made again', async () => {
    const id = await h.ready();
    h.cluster.objects.clear();
    await h.queue.nudge(id);
    await h.rounds(4);
    expect((await h.view(id)).phase).toBe('ready');
    expect(h.objects()).toHaveLength(2);
  });
});

describe('deletion', () => {
  it('halts an order that is under way', async () => {
    const { instance, operation } = await h.order();
    await h.visit();
    await h.broker.deleteInstance(instance.id, 'orders', li);
    await h.visit();
    await h.rounds(3);
    expect((await h.view(instance.id)).phase).toBe('deleted');
    expect(h.objects()).toEqual([]);
    expect(
      await h.knex('operations').where({ id: operation.id }).first(),
    ).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('superseded'),
    });
  });

  it('accepted in the middle of a pass is not undone by it', async () => {
    const { instance } = await h.order();
    let asked = false;
    let pending: Promise<unknown> | undefined;
    h.cluster.boundary = where => {
      if (where === 'after apply' && !asked) {
        asked = true;
        pending = h.broker.deleteInstance(instance.id, 'orders', li);
      }
    };
    await h.visit();
    await pending;
    expect((await h.view(instance.id)).phase).toBe('deleting');
    await h.rounds(4);
    expect((await h.view(instance.id)).phase).toBe('deleted');
    expect(h.objects()).toEqual([]);
  });

  it('asked for twice is one operation, and takes the right name', async () => {
    const id = await h.ready();
    expect(await codeOf(h.broker.deleteInstance(id, 'order', li))).toBe(
      'InputError confirm-name-mismatch',
    );
    const first = await h.broker.deleteInstance(id, 'orders', li);
    const second = await h.broker.deleteInstance(id, 'orders', li);
    expect(second.id).toBe(first.id);
    const parameters = { space: 'shop' };
    expect(await codeOf(h.broker.bind(id, { name: 'x', parameters }, li))).toBe(
      'ConflictError instance-deleting',
    );
    await h.visit();
    await h.rounds(3);
    expect(await codeOf(h.broker.deleteInstance(id, 'orders', li))).toBe(
      'NotFoundError instance-unknown',
    );
  });

  it('goes in order, waits for finalizers and says so, goes on after its time', async () => {
    const id = await h.ready();
    const widget = h.cluster.find({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
    })[0];
    widget.metadata.finalizers = ['widget-operator/volumes'];
    await h.broker.deleteInstance(id, 'orders', li);
    await h.visit();
    await h.rounds(3, 30_000);
    const waiting = await h.view(id);
    expect(waiting.problem).toMatchObject({ code: 'deletion-waits' });
    expect(waiting.problem!.message).toContain('widget-operator/volumes');
    // The Secret comes after the widget.
    expect(h.objects()).toContain(`Secret ${waiting.resourceName}-auth`);
    await h.rounds(2, 11 * MINUTE);
    expect(await h.view(id)).toMatchObject({
      phase: 'deleting',
      operation: { state: 'failed' },
    });
    h.cluster.finalize({
      apiVersion: 'example.org/v1',
      kind: 'Widget',
      name: widget.metadata.name,
      namespace: widget.metadata.namespace,
    });
    await h.rounds(3, 30_000);
    expect((await h.view(id)).phase).toBe('deleted');
    expect(h.objects()).toEqual([]);
  });

  it('takes bindings with it and leaves data where the environment retains it', async () => {
    const id = await h.ready({ environment: 'prod' });
    await h.bound(id);
    const { resourceName } = await h.view(id);
    h.cluster.put({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: `data-${resourceName}`,
        namespace: 'pay-prod-svc',
        labels: { app: resourceName },
      },
    });
    await h.broker.deleteInstance(id, 'orders', li);
    await h.visit();
    await h.rounds(5);
    expect((await h.view(id)).phase).toBe('deleted');
    expect(h.objects().sort()).toEqual([
      `PersistentVolumeClaim data-${resourceName}`,
      `Secret ${resourceName}-auth`,
    ]);
  });
});

describe('bindings', () => {
  it('are refused before the instance was ready, twice by name, and with wrong parameters', async () => {
    const { instance } = await h.order();
    const bind = (request: object) =>
      codeOf(h.broker.bind(instance.id, request as any, li));
    expect(await bind({ name: 'app', parameters: { space: 'shop' } })).toBe(
      'ConflictError instance-not-ready',
    );
    await h.visit();
    await h.rounds(3);
    expect(await bind({ name: 'app', parameters: { space: 'X' } })).toMatch(
      /^InputError/,
    );
    expect(await bind({ name: 'app', parameters: { space: 'shop' } })).toBe(
      'accepted',
    );
    expect(await bind({ name: 'app', parameters: { space: 'shop' } })).toBe(
      'ConflictError binding-name-taken',
    );
  });

  it('that are folded in are listed one by one and revoked by a job', async () => {
    const id = await h.ready({ offering: 'gadget', name: 'list' });
    const users = () =>
      (
        h.cluster.find({ apiVersion: 'example.org/v1', kind: 'Gadget' })[0]
          .spec as { users: unknown[] }
      ).users.length;
    await h.bound(id, 'one', {});
    const second = await h.bound(id, 'two', {});
    expect(users()).toBe(2);
    const view = await h.view(id);
    expect(view.bindings.map(b => b.phase)).toEqual(['ready', 'ready']);

    h.operating = false;
    await h.broker.unbind(id, second, li);
    await h.visit();
    expect(users()).toBe(1);
    // The account is only removed when the operator has taken the list in.
    expect(h.objects().filter(o => o.startsWith('Job'))).toEqual([]);
    h.operating = true;
    await h.round();
    expect(h.objects().filter(o => o.startsWith('Job'))).toHaveLength(1);
    await h.rounds(5);
    expect((await h.view(id)).bindings).toMatchObject([{ name: 'one' }]);
    expect(h.objects().filter(o => o.startsWith('Job'))).toEqual([]);
    expect(h.objects().filter(o => o.startsWith('Secret'))).toHaveLength(1);
  });

  it('of which one cannot be made leave the instance and the others alone', async () => {
    const id = await h.ready({ offering: 'gadget', name: 'list' });
    await h.bound(id, 'one', {});
    let refused = true;
    h.cluster.refuse = ({ kind }) =>
      kind === 'Secret' && refused ? 'no more secrets' : undefined;
    await h.bound(id, 'two', {});
    const view = await h.view(id);
    expect(view.phase).toBe('ready');
    expect(view.bindings).toMatchObject([
      { name: 'one', phase: 'ready' },
      { name: 'two', phase: 'pending', problem: { code: 'cluster-refused' } },
    ]);
    refused = false;
    await h.rounds(4, 30_000);
    expect((await h.view(id)).bindings[1].phase).toBe('ready');
  });

  it('whose account cannot be removed do not hold up the deletion of the instance', async () => {
    const id = await h.ready({ offering: 'gadget', name: 'list' });
    await h.bound(id, 'one', {});
    h.operating = false;
    await h.broker.deleteInstance(id, 'list', li);
    await h.visit();
    await h.rounds(2, 10_000);
    expect((await h.view(id)).phase).toBe('deleting');
    await h.rounds(6, 60_000);
    expect((await h.view(id)).phase).toBe('deleted');
    expect(h.objects()).toEqual([]);
  });
});

it('takes over from a worker that died, after its lease', async () => {
  const { instance } = await h.order();
  const [dead] = await h.queue.claim(1);
  expect(dead.id).toBe(instance.id);
  expect(await h.visit()).toBe(0);
  h.advance(LEASE_MS + 1);
  expect(await h.visit()).toBe(1);
  await expect(
    h.queue.release(dead, { afterMs: 0, attempts: 0 }),
  ).rejects.toMatchObject({ name: 'LeaseLostError' });
  await h.rounds(3);
  const state = (await h.store.load(instance.id))!;
  await expect(
    h.store.record(
      dead,
      state,
      { ...state, instance: { ...state.instance, phase: 'failed' } },
      new Date().toISOString(),
    ),
  ).rejects.toMatchObject({ name: 'LeaseLostError' });
  expect((await h.view(instance.id)).phase).toBe('ready');
});

it('puts a defect on the page of its instance and goes on with the others', async () => {
  const { instance } = await h.order();
  const resolve = h.tenants.resolve;
  h.tenants.resolve = async () => {
    throw new TypeError('a defect');
  };
  await h.visit();
  h.tenants.resolve = resolve;
  const view = await h.view(instance.id);
  expect(view.problem).toMatchObject({ code: 'internal' });
  expect(view.problem!.message).not.toContain('a defect');
  expect(h.logger.error).toHaveBeenCalled();
  const other = await h.order({ name: 'other' });
  await h.rounds(4);
  expect((await h.view(other.instance.id)).phase).toBe('ready');
  await h.rounds(2, 5000);
  expect((await h.view(instance.id)).phase).toBe('ready');
});
