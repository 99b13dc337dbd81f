/** Names by which Backstage's error handling knows what went wrong. */
export type ClusterErrorName =
  | 'InputError'
  | 'NotAllowedError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'ServiceUnavailableError';

/** One of the causes that the API server gives, for example one invalid field. */
export interface ClusterErrorCause {
  field?: string;
  reason?: string;
  message?: string;
}

export interface ClusterErrorOptions {
  cluster: string;
  name: ClusterErrorName;
  message: string;
  /** HTTP status of the API server; absent when there was no answer. */
  status?: number;
  /** `reason` of the API server's Status, for example `AlreadyExists`. */
  reason?: string;
  causes?: ClusterErrorCause[];
  /** True when a write was sent and its answer was lost: read back before trying again. */
  outcomeUnknown?: boolean;
  /** How long the API server asked to wait, in milliseconds. */
  retryAfterMs?: number;
}

const HTTP_STATUS: Record<ClusterErrorName, number> = {
  InputError: 400,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  ServiceUnavailableError: 503,
};

/** What a cluster refused or failed to do. Told apart by `name`; never holds credentials or addresses. */
export class ClusterError extends Error {
  readonly cluster: string;
  /** HTTP status of the API server; undefined when there was no answer. */
  readonly status?: number;
  /**
   * The status that fits `name`. Backstage's error handler takes this one, so that a 401 from a cluster, which is the
   * portal's trouble with that cluster, does not tell a browser that its session has expired.
   */
  readonly statusCode: number;
  readonly reason?: string;
  readonly details: { causes: ClusterErrorCause[] };
  readonly outcomeUnknown: boolean;
  /** How long the API server asked to wait; in milliseconds. */
  readonly retryAfterMs?: number;

  constructor(options: ClusterErrorOptions) {
    super(options.message);
    this.name = options.name;
    this.cluster = options.cluster;
    this.status = options.status;
    this.statusCode = HTTP_STATUS[options.name];
    this.reason = options.reason;
    this.details = { causes: options.causes ?? [] };
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Recognises a `ClusterError` by its shape, also when it was made by another copy of this package. */
export function isClusterError(error: unknown): error is ClusterError {
  return (
    error instanceof Error &&
    typeof (error as ClusterError).cluster === 'string' &&
    Array.isArray((error as ClusterError).details?.causes)
  );
}
