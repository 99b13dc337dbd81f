import { setTimeout as delay } from 'node:timers/promises';

/** Time, waiting and chance, so that tests need none of them. */
export interface Timing {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Wall clock, for what people read. */
  date(): Date;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const systemTiming: Timing = {
  now: () => performance.now(),
  date: () => new Date(),
  async sleep(ms, signal) {
    try {
      // Not unref'd: a wait that nothing else keeps alive must still end.
      await delay(ms, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
  random: () => Math.random(),
};
