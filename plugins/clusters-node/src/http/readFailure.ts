import {
  ClusterError,
  ClusterErrorCause,
  ClusterErrorName,
} from '../ClusterError';

/** An answer that is not 2xx. */
export interface RefusedRequest {
  status: number;
  text: string;
  retryAfterMs?: number;
  /** An earlier attempt at the same write was sent, and its answer was lost. */
  answerLostBefore?: boolean;
}

/** The error for an answer that is not 2xx, in the API server's own words where it has some. */
export function readFailure(
  cluster: string,
  { status, text, retryAfterMs, answerLostBefore }: RefusedRequest,
): ClusterError {
  const answer = parseStatus(text);
  return new ClusterError({
    cluster,
    name: isBadApply(status, answer) ? 'InputError' : errorName(status),
    status,
    reason: answer?.reason,
    message: answer?.message ?? describe(cluster, status),
    causes: answer?.causes,
    retryAfterMs,
    outcomeUnknown: answerLostBefore || status === 504 || status === 502,
  });
}

interface StatusAnswer {
  message?: string;
  reason?: string;
  causes?: ClusterErrorCause[];
}

/** API servers answer 500 without a reason when an applied object has fields that its kind does not know. */
function isBadApply(status: number, answer?: StatusAnswer): boolean {
  return (
    status === 500 &&
    !answer?.reason &&
    /^failed to create typed patch object/.test(answer?.message ?? '')
  );
}

function errorName(status: number): ClusterErrorName {
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return 'InputError';
    case 401:
    case 403:
      return 'NotAllowedError';
    case 404:
    case 405:
    case 410:
      return 'NotFoundError';
    case 409:
      return 'ConflictError';
    default:
      return 'ServiceUnavailableError';
  }
}

function describe(cluster: string, status: number): string {
  if (status >= 300 && status < 400) {
    return `Cluster ${cluster} answered with a redirect (${status}), which is not followed; its configured address is not that of an API server`;
  }
  if (status === 401) {
    return `Cluster ${cluster} does not accept the portal's credentials (401); they may have expired`;
  }
  if (status === 429) {
    return `Cluster ${cluster} is busy (429); try again later`;
  }
  return `Cluster ${cluster} answered with status ${status}`;
}

function parseStatus(text: string): StatusAnswer | undefined {
  let body: any;
  try {
    body = JSON.parse(text);
  } catch {
    // Proxies answer with pages and the API server with a line of text; the status says it all.
    return undefined;
  }
  if (body?.kind !== 'Status') {
    return undefined;
  }
  const causes = Array.isArray(body.details?.causes) ? body.details.causes : [];
  return {
    message: optionalText(body.message),
    reason: optionalText(body.reason),
    causes: causes
      .filter((cause: unknown) => cause && typeof cause === 'object')
      .map((cause: any) => ({
        field: optionalText(cause.field),
        reason: optionalText(cause.reason),
        message: optionalText(cause.message),
      })),
  };
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
