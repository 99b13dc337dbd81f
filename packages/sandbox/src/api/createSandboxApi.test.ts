import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxApi } from './createSandboxApi';
import { ResourceRegistry } from './registry/ResourceRegistry';
import { ObjectStore } from '../store';
import type { SandboxApi, SandboxObject } from '../types';

describe('the in-process API', () => {
  let folder: string;
  let store: ObjectStore;
  let api: SandboxApi;

  const open = () => {
    store = new ObjectStore(folder);
    api = createSandboxApi(store, new ResourceRegistry(), []);
  };
  const deployment = (): SandboxObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx' }] },
      },
    },
  });
  const ref = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    namespace: 'default',
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    open();
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('counts generation for spec only, and writes nothing for a change that changes nothing', () => {
    const created = api.create(deployment());
    expect(created.metadata.generation).toBe(1);
    const scaled = api.patch(ref, { spec: { replicas: 3 } });
    expect(scaled.metadata.generation).toBe(2);
    const reported = api.patchStatus(ref, { replicas: 3 });
    expect(reported.metadata.generation).toBe(2);
    expect(reported.status).toEqual({ replicas: 3 });
    expect(Number(reported.metadata.resourceVersion)).toBeGreaterThan(
      Number(scaled.metadata.resourceVersion),
    );
    const same = api.patchStatus(ref, { replicas: 3 });
    expect(same.metadata.resourceVersion).toBe(
      reported.metadata.resourceVersion,
    );
  });

  it('ignores a status in a write to the object and a spec in a write to the status', () => {
    api.create({ ...deployment(), status: { replicas: 9 } });
    expect(api.get(ref)!.status).toBeUndefined();
    api.patch(ref, { status: { replicas: 9 } });
    expect(api.get(ref)!.status).toBeUndefined();
  });

  it('holds an object until its last finalizer is gone', () => {
    const object = deployment();
    object.metadata.finalizers = ['example.com/hold'];
    api.create(object);
    api.delete(ref);
    expect(api.get(ref)!.metadata.deletionTimestamp).toBeDefined();
    expect(() =>
      api.patch(ref, { metadata: { finalizers: ['example.com/other'] } }),
    ).toThrow('no new finalizers can be added');
    api.patch(ref, { metadata: { finalizers: [] } });
    expect(api.get(ref)).toBeUndefined();
  });

  it('refuses what the API server refuses, with its code and reason', () => {
    api.create(deployment());
    expect(() => api.create(deployment())).toThrow(
      expect.objectContaining({ code: 409, reason: 'AlreadyExists' }),
    );
    expect(() => api.delete({ ...ref, name: 'nobody' })).toThrow(
      'deployments.apps "nobody" not found',
    );
    expect(() =>
      api.create({
        ...deployment(),
        metadata: { name: 'web', namespace: 'nowhere' },
      }),
    ).toThrow('namespaces "nowhere" not found');
    expect(() =>
      api.create({
        ...deployment(),
        metadata: { name: 'Not_A_Name', namespace: 'default' },
      }),
    ).toThrow(expect.objectContaining({ code: 422, reason: 'Invalid' }));
  });

  it('shows a watch what is there and then what happens, in order', async () => {
    api.create(deployment());
    const seen: string[] = [];
    const stop = api.watch(
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      (type, object) => seen.push(`${type} ${object.spec.replicas}`),
    );
    api.patch(ref, { spec: { replicas: 2 } });
    api.delete(ref);
    await new Promise(resolve => setImmediate(resolve));
    stop();
    api.create(deployment());
    await new Promise(resolve => setImmediate(resolve));
    expect(seen).toEqual(['ADDED 1', 'MODIFIED 2', 'DELETED 2']);
  });

  it('keeps objects and the version counter over a restart', () => {
    const before = api.create(deployment());
    const deleted = api.create({
      ...deployment(),
      metadata: { name: 'gone', namespace: 'default' },
    });
    api.delete({ ...ref, name: 'gone' });
    store.close();
    open();
    expect(api.get(ref)).toEqual(before);
    const next = api.patch(ref, { spec: { replicas: 5 } });
    expect(Number(next.metadata.resourceVersion)).toBeGreaterThan(
      Number(deleted.metadata.resourceVersion) + 1,
    );
  });

  it('counts repeated events instead of repeating them', () => {
    const object = api.create(deployment());
    const event = {
      type: 'Normal' as const,
      reason: 'Scaled',
      message: 'to 1',
      component: 'test',
    };
    api.event(object, event);
    api.event(object, event);
    api.event(object, { ...event, message: 'to 2' });
    const events = api.list({
      apiVersion: 'v1',
      kind: 'Event',
      namespace: 'default',
    });
    expect(events.map(e => e.count).sort()).toEqual([1, 2]);
  });
});
