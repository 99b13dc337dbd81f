import type { Clock } from './Clock';
import { isNamespaceTerminating } from './errors';

/** What a reconcile asks for beside "done". */
export interface Again {
  /** Look at the key once more after so many milliseconds of real time. */
  againAfterMs: number;
}

export interface KeyLoopOptions {
  name: string;
  clock: Clock;
  log(message: string): void;
  /** Brings what belongs to the key nearer to what is wanted; may run at any time, and twice. */
  reconcile(key: string): Promise<Again | void> | Again | void;
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 60_000;
/** So long one turn of the event loop may take before requests get theirs. */
const TURN_MS = 8;

/** What costs more than this is not done again before some time has passed, in proportion: many events then fall together. */
const CHEAP_MS = 2;
const SHORTEST_REST_MS = 50;
const REST_PER_COST = 3;
const MANY_RESTS = 500;

let resting = 0;

/** How many keys of all loops are asked for and wait until their last reconcile is long enough ago. */
export const restingKeys = () => resting;

/** The key comes from outside: `<namespace>/<name>`; cluster scope has an empty namespace. */
export const keyOf = (object: {
  metadata: { namespace?: string; name: string };
}) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

export const namespaceOfKey = (key: string) => key.slice(0, key.indexOf('/'));
export const nameOfKey = (key: string) => key.slice(key.indexOf('/') + 1);

/**
 * Reconciles keys: each at most once at a time, however often it was asked for; after an error again, later and later.
 * Keys of a loop run side by side, so a reconcile may wait without holding up others.
 */
export class KeyLoop {
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly timers = new Map<
    string,
    { at: number; cancel: () => void }
  >();
  private readonly failures = new Map<string, number>();
  /** When a key may run again, where its last reconcile was costly. */
  private readonly rests = new Map<string, number>();
  private readonly wakeUps = new Map<string, NodeJS.Timeout>();
  private scheduled = false;
  private stopped = false;

  constructor(private readonly options: KeyLoopOptions) {}

  /** Asks for a reconcile soon. */
  add(key: string): void {
    if (this.stopped || this.waiting.has(key)) return;
    this.waiting.add(key);
    if (!this.running.has(key)) this.schedule();
  }

  /** Asks for a reconcile after some real time, or earlier if one is due earlier already. */
  addAfter(key: string, ms: number): void {
    const at = this.options.clock.now() + ms;
    const known = this.timers.get(key);
    if (this.stopped || (known && known.at <= at)) return;
    known?.cancel();
    const cancel = this.options.clock.after(ms, () => {
      this.timers.delete(key);
      this.add(key);
    });
    this.timers.set(key, { at, cancel });
  }

  /** No key starts any more; resolves when the running ones have ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.timers.forEach(timer => timer.cancel());
    this.timers.clear();
    resting -= this.wakeUps.size;
    this.wakeUps.forEach(wakeUp => clearTimeout(wakeUp));
    this.wakeUps.clear();
    await Promise.all(this.running.values());
  }

  private schedule(): void {
    if (this.scheduled || this.stopped) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.turn();
    });
  }

  private turn(): void {
    const end = performance.now() + TURN_MS;
    for (const key of [...this.waiting]) {
      if (this.running.has(key) || this.rest(key)) continue;
      if (performance.now() > end) {
        this.schedule();
        return;
      }
      this.waiting.delete(key);
      this.timers.get(key)?.cancel();
      this.timers.delete(key);
      const run = this.run(key);
      this.running.set(key, run);
    }
  }

  /** Whether the key must wait; it is woken then. */
  private rest(key: string): boolean {
    if (this.wakeUps.has(key)) return true;
    const left = (this.rests.get(key) ?? 0) - performance.now();
    this.rests.delete(key);
    if (left <= 0) return false;
    resting += 1;
    this.wakeUps.set(
      key,
      setTimeout(() => {
        resting -= 1;
        this.wakeUps.delete(key);
        this.schedule();
      }, left),
    );
    return true;
  }

  private reconcile(key: string): Promise<Again | void> | Again | void {
    const start = performance.now();
    try {
      return this.options.reconcile(key);
    } finally {
      const now = performance.now();
      const cost = now - start;
      if (cost > CHEAP_MS) {
        const rest = SHORTEST_REST_MS + cost * REST_PER_COST;
        this.rests.set(key, now + rest);
      }
      if (this.rests.size > MANY_RESTS) this.forgetRests(now);
    }
  }

  private forgetRests(now: number): void {
    for (const [key, until] of this.rests) {
      if (until <= now) this.rests.delete(key);
    }
  }

  private async run(key: string): Promise<void> {
    try {
      const again = await this.reconcile(key);
      this.failures.delete(key);
      if (again) {
        // Who has more to do at once does not rest.
        if (again.againAfterMs === 0) this.rests.delete(key);
        this.addAfter(key, again.againAfterMs);
      }
    } catch (error) {
      if (!this.stopped) this.retry(key, error as Error);
    } finally {
      this.running.delete(key);
      if (this.waiting.has(key)) this.schedule();
    }
  }

  private retry(key: string, error: Error): void {
    // Nothing can be made in a namespace on its way out, and what is there goes without help.
    if (isNamespaceTerminating(error)) return;
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    // A first conflict is everyday business: someone else wrote at the same time.
    if (failures > 0 || error.name !== 'ApiStatusError') {
      this.options.log(
        `${this.options.name}: ${key} failed, trying again: ${
          error.stack ?? error
        }`,
      );
    }
    this.addAfter(
      key,
      Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS),
    );
  }
}
