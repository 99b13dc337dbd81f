import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { ObjectStore } from './ObjectStore';

const object = (name: string, value: number) => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name },
  value,
});
const key = (name: string, namespace = 'a') => ({
  resource: '/things',
  namespace,
  name,
});

describe('the store', () => {
  let folder: string;
  let store: ObjectStore;
  const open = (historySize?: number) => {
    store = new ObjectStore(folder, { historySize });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    open();
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('lists in order of namespace and name', () => {
    for (const [namespace, name] of [
      ['b', 'x'],
      ['a', 'z'],
      ['a', 'y'],
      ['ab', 'a'],
    ]) {
      store.put(key(name, namespace), object(name, 1));
    }
    const names = (namespace?: string) =>
      store.list('/things', namespace).map(s => s.object.metadata.name);
    expect(names()).toEqual(['y', 'z', 'a', 'x']);
    expect(names('a')).toEqual(['y', 'z']);
  });

  it('moves the version with every write, over restarts too', () => {
    const first = store.put(key('x'), object('x', 1));
    expect(store.delete(key('x'))!.version).toBe(first.version + 1);
    store.close();
    open();
    expect(store.currentVersion()).toBe(first.version + 1);
    expect(
      store.put(key('x'), object('x', 2)).object.metadata.resourceVersion,
    ).toBe(String(first.version + 2));
  });

  it('replays events, as far back as they are kept', () => {
    store.close();
    open(10);
    const from = store.currentVersion();
    store.put(key('x'), object('x', 1));
    store.put({ ...key('y'), resource: '/others' }, object('y', 1));
    store.put(key('x'), object('x', 2));
    store.delete(key('x'));
    expect(store.eventsSince('/things', from)!.map(e => e.type)).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
    expect(store.eventsSince('/things', from + 3)!.map(e => e.type)).toEqual([
      'DELETED',
    ]);
    for (let i = 0; i < 50; i += 1) store.put(key('x'), object('x', i));
    expect(store.eventsSince('/things', from)).toBeUndefined();
    expect(store.eventsSince('/things', store.oldestVersion())).toHaveLength(
      10,
    );
    expect(
      store.eventsSince('/things', store.oldestVersion() - 1),
    ).toBeUndefined();
  });

  it('belongs to one process', () => {
    expect(() => new ObjectStore(folder)).toThrow(
      'is in use by another sandbox',
    );
  });

  it('holds what was written, whatever the order of writes and restarts', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ put: fc.constantFrom('x', 'y', 'z'), value: fc.nat() }),
            fc.record({ remove: fc.constantFrom('x', 'y', 'z') }),
            fc.constant({ restart: true }),
          ),
          { maxLength: 30 },
        ),
        steps => {
          const model = new Map<string, number>();
          store
            .list('/things')
            .forEach(s => store.delete(key(s.object.metadata.name)));
          let version = store.currentVersion();
          for (const step of steps as any[]) {
            if (step.restart) {
              store.close();
              open();
            } else if (step.put) {
              store.put(key(step.put), object(step.put, step.value));
              model.set(step.put, step.value);
              version += 1;
            } else if (store.delete(key(step.remove))) {
              model.delete(step.remove);
              version += 1;
            }
          }
          expect(store.currentVersion()).toBe(version);
          expect(
            store
              .list('/things')
              .map(s => [s.object.metadata.name, s.object.value]),
          ).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has every write that was told, and no half one, after kill -9', async () => {
    store.close();
    const script = `
      const { ObjectStore } = require(${JSON.stringify(
        resolve(__dirname, 'ObjectStore.ts'),
      )});
      const store = new ObjectStore(${JSON.stringify(folder)});
      for (let i = 1; ; i += 1) {
        const s = store.put({ resource: '/things', namespace: 'a', name: 'n' + (i % 7) },
          { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'n' + (i % 7) }, pad: 'x'.repeat(5000) });
        require('fs').writeSync(1, s.version + '\\n');
      }`;
    const transform = createRequire(__filename).resolve(
      '@backstage/cli/config/nodeTransform.cjs',
    );
    const child = spawn(
      process.execPath,
      ['--require', transform, '-e', script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let told = '';
    child.stdout.setEncoding('utf8');
    for await (const chunk of child.stdout) {
      told += chunk;
      if (told.length > 3000) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null)
      await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const last = Number(told.trim().split('\n').at(-1));
    open();
    expect(store.currentVersion()).toBeGreaterThanOrEqual(last);
    const versions = store.list('/things').map(s => s.version);
    expect(Math.max(...versions)).toBe(store.currentVersion());
    expect(new Set(versions).size).toBe(7);
  });
});
