import type { Timing } from '../http/Timing';

interface Sleeper {
  at: number;
  wake(): void;
}

/** Time that passes only when a test says so. */
export class VirtualTiming implements Timing {
  private time = 0;
  private sleepers: Sleeper[] = [];

  constructor(public random: () => number = () => 0.5) {}

  now() {
    return this.time;
  }

  date() {
    return new Date(Date.UTC(2026, 0, 1) + this.time);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = {
        at: this.time + Math.max(0, ms),
        wake: resolve,
      };
      signal?.addEventListener(
        'abort',
        () => {
          this.sleepers = this.sleepers.filter(other => other !== sleeper);
          reject(signal.reason);
        },
        { once: true },
      );
      this.sleepers.push(sleeper);
    });
  }

  /** Lets time pass, waking sleepers in order and letting each go as far as it gets. */
  async advance(ms: number) {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const next = this.sleepers.reduce<Sleeper | undefined>(
        (first, sleeper) =>
          sleeper.at <= end && (!first || sleeper.at < first.at)
            ? sleeper
            : first,
        undefined,
      );
      if (!next) {
        break;
      }
      this.sleepers = this.sleepers.filter(other => other !== next);
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
    this.time = end;
  }
}

/** Lets everything that waits for promises alone get as far as it can. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
