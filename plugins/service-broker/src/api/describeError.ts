import type { Problem } from '@jimu/plugin-service-broker-common';

/** What went wrong with a request, in the terms in which a page can explain it. */
export interface Failure {
  kind:
    | 'signedOut'
    | 'notAllowed'
    | 'notFound'
    | 'conflict'
    | 'invalid'
    | 'unavailable'
    | 'offline'
    | 'unknown';
  /** Field by field, when the server said so. */
  problems: Problem[];
  /** The server's own words, English. */
  message: string;
  /** To quote to the platform team. */
  requestId?: string;
}

interface ErrorBody {
  error?: {
    message?: unknown;
    problems?: unknown;
    requestId?: unknown;
  };
  request?: { id?: unknown };
}

const KINDS: Record<number, Failure['kind']> = {
  400: 'invalid',
  401: 'signedOut',
  403: 'notAllowed',
  404: 'notFound',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Problem).code === 'string' &&
  typeof (value as Problem).message === 'string';

function kindOf(error: unknown): Failure['kind'] {
  const { name, statusCode } = error as { name?: string; statusCode?: number };
  if (statusCode !== undefined) return KINDS[statusCode] ?? 'unknown';
  // fetch reports a server that cannot be reached as a bare TypeError.
  if (name === 'TypeError') return 'offline';
  return 'unknown';
}

/** Reads a thrown error; works for the client's `ResponseError` and for failures of the network. */
export function describeError(error: unknown): Failure {
  const body = (error as { body?: ErrorBody } | undefined)?.body;
  const problems = body?.error?.problems;
  const stated = body?.error?.message;
  const requestId = body?.error?.requestId ?? body?.request?.id;
  return {
    kind: kindOf(error ?? {}),
    problems: Array.isArray(problems) ? problems.filter(isProblem) : [],
    message:
      typeof stated === 'string'
        ? stated
        : String((error as Error | undefined)?.message ?? error),
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}
