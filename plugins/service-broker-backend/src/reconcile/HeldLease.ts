import { LeaseLostError, ReconcileQueue, WorkLease } from './queue';

/**
 * A lease in the hands of a worker. `hold` comes before every write to a cluster: it renews the lease in time, and it stops a
 * worker that slept through the end of its lease and would write over the work of its successor.
 */
export class HeldLease {
  private heldUntil: number;

  /** @param monotonicMs - a clock that never jumps and goes on while the process is stopped */
  constructor(
    readonly lease: WorkLease,
    private readonly queue: Pick<ReconcileQueue, 'renew'>,
    private readonly leaseMs: number,
    private readonly signal: AbortSignal,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {
    this.heldUntil = monotonicMs() + leaseMs;
  }

  /** @throws LeaseLostError when the lease is over, AbortError when the process is stopping */
  async hold(): Promise<void> {
    this.signal.throwIfAborted();
    const now = this.monotonicMs();
    if (now >= this.heldUntil) throw new LeaseLostError(this.lease.id);
    if (this.heldUntil - now < this.leaseMs / 2) {
      await this.queue.renew(this.lease);
      this.heldUntil = now + this.leaseMs;
    }
  }
}
