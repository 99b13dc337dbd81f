import { useCallback, useEffect, useRef } from 'react';

/** Calls at most once in the time; a call in between is made up for at its end. */
export function useThrottled(call: () => void, milliseconds: number) {
  const latest = useRef(call);
  latest.current = call;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, milliseconds);
  }, [milliseconds]);
}
