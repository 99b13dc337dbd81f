import { systemClock, type Clock } from '../loop/Clock';

/** Real time that a test can move on. */
export function movableClock(): Clock & { move(ms: number): void } {
  let offset = 0;
  const timers = new Set<{ at: number; call: () => void }>();
  const clock = {
    now: () => Date.now() + offset,
    after(ms: number, call: () => void) {
      const timer = { at: clock.now() + ms, call };
      timers.add(timer);
      const real = systemClock.after(ms, () => timers.delete(timer) && call());
      return () => {
        timers.delete(timer);
        real();
      };
    },
    move(ms: number) {
      offset += ms;
      for (const timer of [...timers]) {
        if (timer.at <= clock.now() && timers.delete(timer)) timer.call();
      }
    },
  };
  return clock;
}
