import { mockServices } from '@backstage/backend-test-utils';
import { LeaseLostError, ReconcileQueue, WorkLease } from './queue';
import { PassResult, ReconcileLoop } from './ReconcileLoop';

/** A queue in memory: keys are due until they are released. */
class MemoryQueue implements ReconcileQueue {
  readonly released = new Map<string, { afterMs?: number; attempts: number }>();
  private readonly waiting: WorkLease[];

  constructor(ids: string[]) {
    this.waiting = ids.map(id => ({ id, fence: 1, ticket: 't', attempts: 2 }));
  }

  claim = async (limit: number) => this.waiting.splice(0, limit);
  renew = async () => {};
  release = async (
    lease: WorkLease,
    next: { afterMs?: number; attempts: number },
  ) => {
    this.released.set(lease.id, next);
  };
  nudge = async () => {};
  msUntilNext = async () => undefined;
}

const done: PassResult = { afterMs: 5, failed: false };

function loopOver(
  queue: MemoryQueue,
  reconcile: (id: string) => Promise<PassResult>,
) {
  return new ReconcileLoop({
    queue,
    reconcile: held => reconcile(held.lease.id),
    recover: async () => ({ afterMs: 99, failed: true }),
    concurrency: 2,
    leaseMs: 30_000,
    pollMs: 60_000,
    logger: mockServices.logger.mock(),
  });
}

const settled = async (queue: MemoryQueue, count: number) => {
  while (queue.released.size < count) {
    await new Promise(resolve => setImmediate(resolve));
  }
};

describe('ReconcileLoop', () => {
  it('works on a bounded number at a time until all is done', async () => {
    const queue = new MemoryQueue(['a', 'b', 'c', 'd', 'e']);
    let active = 0;
    let most = 0;
    const loop = loopOver(queue, async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise(resolve => setImmediate(resolve));
      active -= 1;
      return done;
    });
    loop.start();
    await settled(queue, 5);
    await loop.stop();
    expect(most).toBe(2);
  });

  it('lets one that always throws hold up nobody, and counts its failures', async () => {
    const queue = new MemoryQueue(['poison', 'b', 'c']);
    const loop = loopOver(queue, async id => {
      if (id === 'poison') throw new TypeError('a defect');
      return done;
    });
    loop.start();
    await settled(queue, 3);
    await loop.stop();
    expect(queue.released.get('poison')).toEqual({ afterMs: 99, attempts: 3 });
    expect(queue.released.get('b')).toEqual({ afterMs: 5, attempts: 0 });
  });

  it('leaves a lost lease to its new holder', async () => {
    const queue = new MemoryQueue(['lost', 'b']);
    const loop = loopOver(queue, async id => {
      if (id === 'lost') throw new LeaseLostError(id);
      return done;
    });
    loop.start();
    await settled(queue, 1);
    await loop.stop();
    expect([...queue.released.keys()]).toEqual(['b']);
  });

  it('waits for what is under way when it stops, and takes nothing new', async () => {
    const queue = new MemoryQueue(['a', 'b', 'c', 'd']);
    let release = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    let begun = 0;
    const loop = loopOver(queue, async () => {
      begun += 1;
      await gate;
      return done;
    });
    loop.start();
    while (begun < 2) await new Promise(resolve => setImmediate(resolve));
    const stopped = loop.stop();
    release();
    await stopped;
    expect([...queue.released.keys()].sort()).toEqual(['a', 'b']);
  });
});
