import type { Timing } from '../http/Timing';

export interface SilenceOptions {
  timing: Timing;
  /** Aborted when there is nothing left to watch over. */
  signal: AbortSignal;
  silenceMs: number;
  /** On the clock of `timing`. */
  lastHeard(): number;
  end(): void;
}

/** Calls `end` once nothing was heard for too long. One timer at a time, however many events there are. */
export async function endWhenSilent(options: SilenceOptions): Promise<void> {
  const { timing, signal, silenceMs, lastHeard, end } = options;
  while (!signal.aborted) {
    const left = lastHeard() + silenceMs - timing.now();
    if (left <= 0) {
      end();
      return;
    }
    try {
      await timing.sleep(left, signal);
    } catch {
      // Aborted; the loop ends.
    }
  }
}
