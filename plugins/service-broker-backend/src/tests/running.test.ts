import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../database/migrate';
import { trim } from '../database/trim';
import { findOrphans } from '../reconcile/findOrphans';
import { WatchNudger } from '../reconcile/WatchNudger';
import { EventFeed } from '../service/EventFeed';
import { FolderOfferingCatalog } from '../service/OfferingCatalog';
import { BrokerHarness, li, OFFERINGS } from './__testUtils__/BrokerHarness';
import { startBroker, until } from './__testUtils__/startBroker';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const WIDGET = { apiVersion: 'example.org/v1', kind: 'Widget' };

async function harness(): Promise<BrokerHarness> {
  const knex = await databases.init('SQLITE_3');
  await migrate(knex);
  return BrokerHarness.create(knex);
}

describe('the folder of offerings', () => {
  it('is read anew when a file changes; a broken one hurts no other', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'jimu-offerings-'));
    cpSync(OFFERINGS, folder, { recursive: true });
    const changed = jest.fn();
    const catalog = new FolderOfferingCatalog({
      folder,
      logger: mockServices.logger.mock(),
      changed,
    });
    await catalog.refresh();
    await catalog.refresh();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(catalog.offerings().map(o => o.name)).toEqual(['gadget', 'widget']);

    writeFileSync(
      path.join(folder, 'gadget/offering.yaml'),
      'metadata: { name: gadget }\nspec: {',
    );
    await catalog.refresh();
    expect(catalog.offerings().map(o => o.name)).toEqual(['widget']);
    expect(catalog.broken()).toMatchObject([
      { file: path.join(folder, 'gadget/offering.yaml') },
    ]);
    expect(catalog.broken()[0].problems.length).toBeGreaterThan(0);

    rmSync(folder, { recursive: true });
    await catalog.refresh();
    expect(catalog.offerings()).toEqual([]);
    expect(catalog.broken()).toMatchObject([
      { problems: [{ code: 'folder-unreadable' }] },
    ]);
  });
});

describe('an offering that breaks', () => {
  it('leaves its instances as they are, says so, and takes no orders', async () => {
    const h = await harness();
    const id = await h.ready();
    h.offerings.offering = () => undefined;
    h.offerings.brokenReason = () => 'spec.plans: is missing';
    await h.queue.nudge(id);
    await h.visit();
    expect(await h.view(id)).toMatchObject({
      phase: 'ready',
      problem: { code: 'offering-broken' },
    });
    await expect(h.order({ name: 'other' })).rejects.toMatchObject({
      name: 'ConflictError',
      problems: [{ code: 'offering-broken' }],
    });
    await expect(h.broker.offering('widget')).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });
});

describe('orphans', () => {
  it('are reported both ways and left alone', async () => {
    const h = await harness();
    const id = await h.ready();
    const orphans = () =>
      findOrphans({
        states: h.store,
        clusters: h.cluster,
        kinds: async () => [{ cluster: 'main', kind: WIDGET }],
        logger: h.logger,
      });
    expect(await orphans()).toEqual([]);
    const [widget] = h.cluster.find(WIDGET);
    const lost = h.cluster.put({
      ...widget,
      metadata: {
        ...widget.metadata,
        name: 'lost',
        labels: { ...widget.metadata.labels, 'jimu.dev/instance-id': 'nobody' },
      },
    });
    expect(await orphans()).toEqual([
      {
        kind: 'object-without-instance',
        cluster: 'main',
        instanceId: 'nobody',
        object: 'Widget pay-dev-svc/lost',
      },
    ]);
    h.cluster.objects.clear();
    expect(await orphans()).toMatchObject([
      { kind: 'instance-without-object', instanceId: id },
    ]);
    expect(lost.metadata.deletionTimestamp).toBeUndefined();
    // Who cannot be asked accuses nobody.
    h.cluster.down = true;
    expect(await orphans()).toEqual([
      { kind: 'cluster-not-read', cluster: 'main', object: WIDGET.kind },
    ]);
  });
});

describe('watches', () => {
  it('make an instance due when its object changes', async () => {
    const h = await harness();
    const id = await h.ready();
    const nudged: string[] = [];
    const nudger = new WatchNudger({
      clusters: h.cluster,
      wanted: async () => [{ cluster: 'main', kind: WIDGET }],
      nudge: async instanceId => {
        nudged.push(instanceId);
      },
      logger: h.logger,
      gatherMs: 1,
    });
    await nudger.update();
    await nudger.update();
    const [widget] = h.cluster.find(WIDGET);
    h.cluster.setStatus(widget, { phase: 'Starting' });
    h.cluster.setStatus(widget, { phase: 'Ready' });
    await until(async () => nudged.length > 0);
    expect(nudged).toEqual([id]);
    nudger.stop();
    h.cluster.setStatus(widget, { phase: 'Starting' });
    expect(nudged).toEqual([id]);
  });
});

describe('the outbox', () => {
  it('gives every listener every change once and in order, also after a gap, and says when it cannot', async () => {
    const h = await harness();
    const feed = new EventFeed({
      outbox: h.store,
      logger: h.logger,
      pollMs: 5,
    });
    const heard: number[] = [];
    const unsubscribe = await feed.subscribe(events =>
      heard.push(...events.map(e => Number(e.id))),
    );
    const start = await feed.head();
    const id = await h.ready();
    const head = await feed.head();
    await until(async () => heard.includes(head));
    expect(heard).toEqual(
      Array.from({ length: head - start }, (_, i) => start + 1 + i),
    );
    expect((await feed.since(start + 1))!.map(e => Number(e.id))).toEqual(
      heard.slice(1),
    );
    unsubscribe();
    await h.broker.deleteInstance(id, 'orders', li);
    expect(heard).toHaveLength(head - start);

    await trim(h.knex, new Date(h.time + 25 * 3600_000));
    expect(await feed.since(start)).toBeUndefined();
    expect(await feed.since(await feed.head())).toEqual([]);
    expect(await feed.since(10_000)).toBeUndefined();
  });
});

describe('a running plugin', () => {
  it('records every change and reveal with its outcome, and tells other plugins', async () => {
    const auditor = mockServices.auditor.mock();
    const success = jest.fn();
    const fail = jest.fn();
    auditor.createEvent.mockResolvedValue({ success, fail });
    const events = mockServices.events.mock();
    events.publish.mockResolvedValue(undefined);
    const broker = await startBroker({
      features: [auditor.factory, events.factory],
    });
    const id = await broker.ready('orders');
    const bindingId = await broker.bound(id, 'app');
    const binding = `/instances/${id}/bindings/${bindingId}`;
    await broker.as('li.na').send('post', `${binding}/credentials`);
    await broker.as('wang.wei').send('post', `${binding}/credentials`);
    await broker.as('li.na').send('delete', binding);
    await broker.as('li.na').send('post', `/instances/${id}/retry`);
    await broker
      .as('li.na')
      .send('delete', `/instances/${id}`, { confirmName: 'orders' });
    const recorded = auditor.createEvent.mock.calls.map(([event]) => [
      event.eventId,
      event.meta!.actor,
    ]);
    expect(recorded).toEqual([
      ['instance-order', 'user:default/li.na'],
      ['binding-create', 'user:default/li.na'],
      ['credentials-reveal', 'user:default/li.na'],
      ['credentials-reveal', 'user:default/wang.wei'],
      ['binding-delete', 'user:default/li.na'],
      ['instance-retry', 'user:default/li.na'],
      ['instance-delete', 'user:default/li.na'],
    ]);
    expect(success).toHaveBeenCalledTimes(5);
    expect(fail.mock.calls.map(([{ error }]) => error.name)).toEqual([
      'NotAllowedError',
      'ConflictError',
    ]);
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'jimu.service-broker.instances',
      eventPayload: { id },
    });
    await broker.stop();
  });

  it('ends its streams when it stops, and bounds them per person', async () => {
    const broker = await startBroker();
    const open = (person: string) =>
      fetch(`${broker.url}/events`, {
        headers: {
          authorization: `Bearer mock-user-token:{"sub":"user:default/${person}"}`,
        },
      });
    const streams = await Promise.all(
      Array.from({ length: 20 }, () => open('li.na')),
    );
    expect(streams.map(s => s.status)).toEqual(Array(20).fill(200));
    const refused = await open('li.na');
    expect(refused.status).toBe(503);
    expect((await refused.json()).error.problems[0].code).toBe(
      'too-many-streams',
    );
    const other = await open('wang.wei');
    const ends = [...streams, other].map(s => s.text());
    await broker.stop();
    expect(await Promise.all(ends)).toHaveLength(21);
  });

  it('answers an outage of its database as one', async () => {
    const h = await harness();
    const broker = await startBroker({
      features: [mockServices.database.factory({ knex: h.knex })],
    });
    const spy = jest
      .spyOn(h.knex.client, 'acquireConnection')
      .mockRejectedValue(
        Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), {
          code: 'ECONNREFUSED',
        }),
      );
    const { status, text } = await broker.as('li.na').send('get', '/instances');
    expect(status).toBe(503);
    expect(text).toContain('database-unavailable');
    expect(text).not.toContain('10.0.0.5');
    spy.mockRestore();
    await broker.stop();
  });
});

it('lets two workers pass over many instances without meeting', async () => {
  const h = await harness();
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    ids.push((await h.order({ name })).instance.id);
  }
  for (let i = 0; i < 6; i++) {
    await Promise.all([h.round(), h.visit(), h.visit()]);
  }
  for (const id of ids) expect((await h.view(id)).phase).toBe('ready');
  const secrets = h.cluster.writes.filter(w => w.startsWith('create Secret'));
  expect(new Set(secrets).size).toBe(6);
  expect(secrets).toHaveLength(6);
});
