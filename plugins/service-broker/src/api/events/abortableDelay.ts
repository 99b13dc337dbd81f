/** Resolves after the time, or as soon as the signal aborts. */
export function abortableDelay(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(() => {
      // eslint-disable-next-line @typescript-eslint/no-use-before-define
      signal.removeEventListener('abort', abandon);
      resolve();
    }, milliseconds);
    const abandon = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', abandon, { once: true });
  });
}
