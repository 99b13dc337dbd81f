import type { ControllerContext, SandboxObject } from '../../types';
import { CutOff } from './CutOff';
import { ReconcileLoop, type ObjectKey } from './ReconcileLoop';

const key: ObjectKey = { namespace: 'ns', name: 'a' };
const turns = async (count = 5) => {
  for (let i = 0; i < count; i += 1) {
    await new Promise(resolve => setImmediate(resolve));
  }
};

describe('ReconcileLoop', () => {
  const messages: string[] = [];
  let listener: (type: string, object: SandboxObject) => void = () => {};
  const unwatch = jest.fn();
  const context = {
    api: {
      watch: (_: unknown, listen: typeof listener) => {
        listener = listen;
        return unwatch;
      },
    },
    log: (message: string) => messages.push(message),
  } as unknown as ControllerContext;
  let loop: ReconcileLoop;

  const make = (reconcile: (key: ObjectKey) => Promise<any>) => {
    loop = new ReconcileLoop({ name: 'test', context, reconcile });
    return loop;
  };
  beforeEach(() => messages.splice(0));
  afterEach(() => loop.stop());

  it('runs a burst once, and once more for what was asked for while it ran', async () => {
    let release = () => {};
    const runs: string[] = [];
    make(async ({ name }) => {
      runs.push(name);
      await new Promise<void>(resolve => (release = resolve));
    });
    for (let i = 0; i < 5; i += 1) loop.enqueue(key);
    await turns();
    expect(runs).toEqual(['a']);
    for (let i = 0; i < 5; i += 1) loop.enqueue(key);
    await turns();
    expect(runs).toEqual(['a']);
    release();
    await turns();
    expect(runs).toEqual(['a', 'a']);
    release();
    await turns();
    expect(runs).toHaveLength(2);
  });

  it('does not let one key wait for another', async () => {
    let release = () => {};
    const runs: string[] = [];
    make(async ({ name }) => {
      runs.push(name);
      if (name === 'a') await new Promise<void>(r => (release = r));
    });
    loop.enqueue(key);
    loop.enqueue({ ...key, name: 'b' });
    await turns();
    expect(runs).toEqual(['a', 'b']);
    release();
  });

  it('tries again after a failure and says what failed', async () => {
    let failures = 2;
    const done = new Promise<void>(resolve => {
      make(async () => {
        if (failures === 0) return resolve();
        failures -= 1;
        throw new Error('broken');
      });
    });
    loop.enqueue(key);
    await done;
    expect(messages).toEqual(['test: ns/a: broken', 'test: ns/a: broken']);
  });

  it('is silent about races, and about being cut off, which it does not try again', async () => {
    let runs = 0;
    const done = new Promise<void>(resolve => {
      make(async () => {
        runs += 1;
        if (runs === 1) throw Object.assign(new Error('race'), { code: 409 });
        resolve();
        throw new CutOff('the end');
      });
    });
    loop.enqueue(key);
    await done;
    await turns(50);
    expect(runs).toBe(2);
    expect(messages).toEqual([]);
  });

  it('looks again when it was asked to, follows a kind, and does nothing after its end', async () => {
    const seen: string[] = [];
    const twice = new Promise<void>(resolve => {
      make(async ({ name }) => {
        seen.push(name);
        if (seen.length === 2) resolve();
        return seen.length === 1 ? { after: 1 } : undefined;
      });
    });
    loop.follow({ apiVersion: 'v1', kind: 'Pod' }, object => [
      { namespace: 'ns', name: object.metadata.name },
    ]);
    listener('ADDED', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
    });
    await twice;
    await loop.stop();
    loop.enqueue(key);
    await turns();
    expect(seen).toEqual(['p', 'p']);
    expect(unwatch).toHaveBeenCalled();
  });
});
