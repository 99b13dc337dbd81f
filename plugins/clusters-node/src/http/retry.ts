/** How an attempt ended that did not succeed. */
export type FailedAttempt =
  | { type: 'answer'; status: number; retryAfterMs?: number }
  /** The connection broke after the request may have been sent. */
  | { type: 'reset' }
  /** No connection came about, so nothing was sent. */
  | { type: 'unconnected' };

export interface RetryContext {
  method: string;
  /** Sending it twice has the effect of sending it once. */
  repeatable: boolean;
  /** Failed attempts so far, this one included. */
  attempts: number;
}

const MAX_BROKEN_ATTEMPTS = 4;
const FIRST_DELAY_MS = 100;

/**
 * Says how long to wait before the next attempt, or undefined when there must be none.
 *
 * An API server that answers 429, or 503 with Retry-After, has not acted, so anything may be sent again. A broken
 * connection or a gateway's complaint says nothing about what happened: then only what is repeatable is repeated, and
 * after a gateway's complaint only reads, because a slow write may still be under way.
 *
 * @param random - in [0, 1)
 */
export function delayBeforeRetry(
  failure: FailedAttempt,
  { method, repeatable, attempts }: RetryContext,
  random: number,
): number | undefined {
  const backoff = FIRST_DELAY_MS * 2 ** (attempts - 1) * (1 + random);
  switch (failure.type) {
    case 'unconnected':
      return undefined;
    case 'reset':
      return repeatable && attempts < MAX_BROKEN_ATTEMPTS ? backoff : undefined;
    case 'answer':
      if (
        failure.retryAfterMs !== undefined &&
        (failure.status === 429 || failure.status === 503)
      ) {
        // Never earlier than asked; up to a fifth later, so that clients that were refused together come back apart.
        return Math.round(
          Math.max(failure.retryAfterMs, 50) * (1 + random / 5),
        );
      }
      if (failure.status === 429) {
        return Math.min(backoff * 5, 5_000);
      }
      return method === 'GET' &&
        [502, 503, 504].includes(failure.status) &&
        attempts < MAX_BROKEN_ATTEMPTS
        ? backoff
        : undefined;
    default:
      return undefined;
  }
}

/**
 * Reads a Retry-After header: seconds or a date.
 *
 * @returns milliseconds from `now`, or undefined when there is none that makes sense
 */
export function parseRetryAfter(
  header: string | string[] | undefined,
  now: Date,
): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (!text) {
    return undefined;
  }
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Number(text) * 1000;
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
