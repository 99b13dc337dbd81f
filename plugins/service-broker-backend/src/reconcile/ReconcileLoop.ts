import type { LoggerService } from '@backstage/backend-plugin-api';
import { HeldLease } from './HeldLease';
import { ReconcileQueue, WorkLease } from './queue';

/** What a pass over a key says of the next one. */
export interface PassResult {
  /** Milliseconds until the next visit; left out: only when asked for. */
  afterMs?: number;
  /** True when the pass could not do its work. */
  failed: boolean;
}

export interface ReconcileLoopOptions {
  queue: ReconcileQueue;
  /** One pass over a key. */
  reconcile(lease: HeldLease): Promise<PassResult>;
  /** Called when a pass threw; answers when to come back. */
  recover(lease: HeldLease, error: Error): Promise<PassResult>;
  /** Keys worked on at a time by this process. */
  concurrency: number;
  leaseMs: number;
  /** Longest time between two looks at the queue: in it, work of a dead process is found. */
  pollMs: number;
  logger: LoggerService;
}

/** Claims keys that are due and passes over them, a bounded number at a time. Knows nothing of what the keys stand for. */
export class ReconcileLoop {
  private readonly active = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private lookAgain = false;

  constructor(private readonly options: ReconcileLoopOptions) {}

  start(): void {
    this.wake();
  }

  /** Looks at the queue now instead of at the next poll. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    clearTimeout(this.timer);
    this.looking = this.look().finally(() => {
      this.looking = undefined;
      if (this.lookAgain) {
        this.lookAgain = false;
        this.wake();
      }
    });
  }

  /** Takes no new work, lets what is under way come to its next step, and waits for it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all(this.active);
  }

  private async look(): Promise<void> {
    const { queue, concurrency, pollMs, logger } = this.options;
    let waitMs = pollMs;
    try {
      const free = concurrency - this.active.size;
      if (free > 0) {
        const leases = await queue.claim(free);
        leases.forEach(lease => this.begin(lease));
        if (this.active.size < concurrency) {
          waitMs = Math.min(pollMs, (await queue.msUntilNext()) ?? pollMs);
        }
      }
    } catch (error) {
      // The database may be away for a while; the loop must outlive that.
      logger.warn('The work queue cannot be read', error as Error);
    }
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => this.wake(), Math.max(waitMs, 20));
  }

  private begin(lease: WorkLease): void {
    const work = this.pass(lease).finally(() => {
      this.active.delete(work);
      this.wake();
    });
    this.active.add(work);
  }

  private async pass(lease: WorkLease): Promise<void> {
    const { queue, leaseMs, logger } = this.options;
    const held = new HeldLease(lease, queue, leaseMs, this.stopping.signal);
    try {
      const result = await this.passOrRecover(held);
      await queue.release(lease, {
        afterMs: result.afterMs,
        attempts: result.failed ? lease.attempts + 1 : 0,
      });
    } catch (error) {
      // The lease runs out by itself and another pass begins anew: losing one is no loss.
      const lost = (error as Error).name === 'LeaseLostError';
      logger[lost ? 'debug' : 'warn'](
        `A pass over ${lease.id} ended without a result`,
        error as Error,
      );
    }
  }

  private async passOrRecover(held: HeldLease): Promise<PassResult> {
    try {
      return await this.options.reconcile(held);
    } catch (error) {
      switch ((error as Error).name) {
        case 'LeaseLostError':
          throw error;
        case 'SupersededError':
          return { afterMs: 0, failed: false };
        case 'AbortError':
          return { afterMs: 0, failed: false };
        default:
          return this.options.recover(held, error as Error);
      }
    }
  }
}
