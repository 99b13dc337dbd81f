/** How many refused attempts are let through before the next ones have to wait. */
export interface ThrottleLimits {
  /** Refused attempts per key within the window. */
  attempts: number;
  windowMs: number;
}

interface Attempts {
  count: number;
  windowEndsAt: number;
}

const MAX_KEYS = 10_000;

/**
 * Counts sign-in attempts per key. An attempt is counted when it begins, so that attempts sent at once cannot pass the
 * limit together; one that succeeds is taken back.
 */
export class SignInThrottle {
  private readonly attempts = new Map<string, Attempts>();

  constructor(
    private readonly limits: ThrottleLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts an attempt. Answers the milliseconds to wait when there were too many, otherwise 0. */
  begin(key: string): number {
    const now = this.now();
    const known = this.attempts.get(key);
    if (known && known.windowEndsAt > now) {
      if (known.count >= this.limits.attempts) return known.windowEndsAt - now;
      known.count += 1;
      return 0;
    }
    this.attempts.delete(key);
    this.makeRoom(now);
    this.attempts.set(key, {
      count: 1,
      windowEndsAt: now + this.limits.windowMs,
    });
    return 0;
  }

  /** Takes an attempt back that turned out to be right. */
  takeBack(key: string): void {
    const known = this.attempts.get(key);
    if (!known) return;
    known.count -= 1;
    if (known.count <= 0) this.attempts.delete(key);
  }

  /** Forgets what has lapsed, then the oldest: names are free to invent, memory is not. */
  private makeRoom(now: number): void {
    if (this.attempts.size < MAX_KEYS) return;
    for (const [key, { windowEndsAt }] of this.attempts) {
      if (windowEndsAt <= now) this.attempts.delete(key);
    }
    const [oldest] = this.attempts.keys();
    if (this.attempts.size >= MAX_KEYS) this.attempts.delete(oldest);
  }
}
