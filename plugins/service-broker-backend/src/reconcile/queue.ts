import { CustomErrorBase } from '@backstage/errors';

/** The right to work on one key for a while. */
export interface WorkLease {
  readonly id: string;
  /** Increases with each claim: the store refuses a write under an older one. */
  readonly fence: number;
  readonly ticket: string;
  /** Passes before this one that failed in a row. */
  readonly attempts: number;
}

/** Work by key, for several workers in several processes. */
export interface ReconcileQueue {
  claim(limit: number): Promise<WorkLease[]>;
  /** @throws LeaseLostError when another worker has claimed the key since */
  renew(lease: WorkLease): Promise<void>;
  /**
   * Gives the key back, to be visited after `afterMs`, or at once when it was asked for in the meantime; without `afterMs`,
   * only then.
   *
   * @throws LeaseLostError when another worker has claimed the key since
   */
  release(
    lease: WorkLease,
    next: { afterMs?: number; attempts: number },
  ): Promise<void>;
  /** Makes a key due at once, unless its last pass failed: then it waits its time, whatever changes around it. */
  nudge(id: string): Promise<void>;
  /** Milliseconds until a key is due; undefined when none ever is. */
  msUntilNext(): Promise<number | undefined>;
}

/** Another worker holds the key now; what this one still wanted to write must not be written. */
export class LeaseLostError extends CustomErrorBase {
  name = 'LeaseLostError' as const;

  constructor(id: string) {
    super(`The lease on ${id} is lost`);
  }
}

/** The desired state changed while a pass was under way; its findings no longer apply. */
export class SupersededError extends CustomErrorBase {
  name = 'SupersededError' as const;

  constructor(id: string) {
    super(`What is wanted of ${id} has changed`);
  }
}
