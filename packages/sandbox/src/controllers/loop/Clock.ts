/** Real time, for what has a real deadline (a cron schedule, a progress deadline, a back-off). */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, unless cancelled by the function it answers; does not keep the process alive. */
  after(ms: number, call: () => void): () => void;
}

/** The longest delay that timers of Node can take; who asks for more is called early and looks again. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(Math.max(ms, 0), LONGEST_DELAY));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** RFC 3339 with whole seconds, as Kubernetes writes times. */
export const timestamp = (ms: number) =>
  new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
