import { useCallback, useEffect, useRef, useState } from 'react';
import { describeError, Failure } from '../api/describeError';

/** What is known of something that is read from the server. */
export type Loaded<T> =
  | { status: 'loading' }
  | { status: 'ready'; data: T }
  /** `data` is what was read before, if anything was. */
  | { status: 'failed'; failure: Failure; data?: T };

/**
 * Reads something and keeps it while it is read again. A new `key` starts over; `reload` while a reading is under way makes
 * one more reading after it, so that the last word is never missed and a burst of pushes costs two readings.
 */
export function useLoad<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
): Loaded<T> & { reload: () => void } {
  const [state, setState] = useState<{ key: string; loaded: Loaded<T> }>({
    key,
    loaded: { status: 'loading' },
  });
  const latestRead = useRef(read);
  latestRead.current = read;
  const again = useRef<() => void>(() => {});

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let reading = false;
    let wanted = false;
    const previous = (current: Loaded<T>) =>
      current.status === 'loading' ? undefined : current.data;
    const settle = (next: (current: Loaded<T>) => Loaded<T>) => {
      if (signal.aborted) return;
      setState(current => ({
        key,
        loaded: next(
          current.key === key ? current.loaded : { status: 'loading' },
        ),
      }));
    };
    const run = async () => {
      if (reading) {
        wanted = true;
        return;
      }
      reading = true;
      try {
        const data = await latestRead.current(signal);
        settle(() => ({ status: 'ready', data }));
      } catch (error) {
        settle(current => ({
          status: 'failed',
          failure: describeError(error),
          data: previous(current),
        }));
      }
      reading = false;
      if (wanted && !signal.aborted) {
        wanted = false;
        run();
      }
    };
    again.current = run;
    run();
    return () => controller.abort();
  }, [key]);

  const reload = useCallback(() => again.current(), []);
  const loaded: Loaded<T> =
    state.key === key ? state.loaded : { status: 'loading' };
  return { ...loaded, reload };
}

/** What was read last, however the last reading ended. */
export function dataOf<T>(loaded: Loaded<T>): T | undefined {
  return loaded.status === 'loading' ? undefined : loaded.data;
}
