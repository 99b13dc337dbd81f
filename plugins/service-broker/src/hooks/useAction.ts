import { useEffect, useRef, useState } from 'react';
import { describeError, Failure } from '../api/describeError';

/** A request that a button sends: at most one at a time, with its failure. */
export function useAction<Args extends unknown[]>(
  act: (...args: Args) => Promise<void>,
) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const underway = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const run = async (...args: Args) => {
    if (underway.current) return;
    underway.current = true;
    setPending(true);
    setFailure(undefined);
    try {
      await act(...args);
    } catch (error) {
      if (mounted.current) setFailure(describeError(error));
    } finally {
      underway.current = false;
      if (mounted.current) setPending(false);
    }
  };
  return { run, pending, failure, clear: () => setFailure(undefined) };
}
