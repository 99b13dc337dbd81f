import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { CachedAccess } from '../access/CachedAccess';
import type { ClusterAccess } from '../access/ClusterAccess';
import { ClusterError } from '../ClusterError';
import { ApiRequest, queryString } from './ApiRequest';
import { ConnectionPool } from './ConnectionPool';
import { describeBreak, failureOf } from './connectionFailure';
import { impersonationHeaders } from './impersonation';
import { readFailure } from './readFailure';
import { delayBeforeRetry, FailedAttempt, parseRetryAfter } from './retry';
import { Timing } from './Timing';

export const DEFAULT_DEADLINE_MS = 10_000;
const STREAM_START_DEADLINE_MS = 30_000;

interface Answer {
  status: number;
  text: string;
  retryAfterMs?: number;
}

/** Sends requests to one API server: credentials, deadlines, retries, errors. Knows nothing of kinds. */
export class ClusterHttp {
  private readonly pool = new ConnectionPool();

  constructor(
    readonly cluster: string,
    private readonly access: CachedAccess,
    private readonly timing: Timing,
  ) {}

  /**
   * Sends until there is an answer that counts.
   *
   * @returns the parsed JSON of an answer with status 2xx
   * @throws ClusterError; the reason of `request.signal` when that aborts
   */
  async send(request: ApiRequest): Promise<any> {
    return this.parse(await this.sendForText(request));
  }

  /** As `send`, for the few answers that are not JSON. */
  async sendForText(request: ApiRequest): Promise<string> {
    const deadlineMs = request.deadlineMs ?? DEFAULT_DEADLINE_MS;
    const endsAt = this.timing.now() + deadlineMs;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    const signal = request.signal
      ? AbortSignal.any([request.signal, deadline.signal])
      : deadline.signal;
    let renewed = false;
    let answerLostBefore = false;
    let sent = false;
    try {
      for (let attempts = 1; ; attempts++) {
        signal.throwIfAborted();
        const access = await this.currentAccess(signal);
        let failure: FailedAttempt;
        let error: ClusterError;
        try {
          sent = true;
          const answer = await this.attempt(request, access, signal);
          if (answer.status >= 200 && answer.status < 300) {
            return answer.text;
          }
          if (answer.status === 401 && !renewed) {
            renewed = true;
            this.access.renew(access);
            continue;
          }
          error = readFailure(this.cluster, { ...answer, answerLostBefore });
          failure = { type: 'answer', ...answer };
        } catch (cause) {
          signal.throwIfAborted();
          if (cause instanceof ClusterError) {
            throw cause;
          }
          failure = failureOf(cause);
          error = this.broken(describeBreak(cause), request, failure);
          answerLostBefore ||=
            failure.type === 'reset' && request.method !== 'GET';
        }
        sent = failure.type === 'reset';
        const delay = delayBeforeRetry(
          failure,
          { method: request.method, repeatable: request.repeatable, attempts },
          this.timing.random(),
        );
        if (delay === undefined || this.timing.now() + delay >= endsAt) {
          throw error;
        }
        await this.timing.sleep(delay, signal);
      }
    } catch (error) {
      request.signal?.throwIfAborted();
      if (deadline.signal.aborted) {
        throw new ClusterError({
          cluster: this.cluster,
          name: 'ServiceUnavailableError',
          message: `Cluster ${this.cluster} did not answer within ${deadlineMs} ms`,
          reason: 'DeadlineExceeded',
          outcomeUnknown: sent && request.method !== 'GET',
        });
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Opens an answer that is read as it comes; the caller ends it by `signal` or by destroying the stream.
   *
   * @throws ClusterError when the server refuses or nothing begins within 30 s
   */
  async stream(
    request: Omit<ApiRequest, 'body' | 'repeatable' | 'contentType'>,
  ): Promise<Readable> {
    const start = new AbortController();
    const deadlineMs = request.deadlineMs ?? STREAM_START_DEADLINE_MS;
    const timer = setTimeout(() => start.abort(), deadlineMs);
    const signal = request.signal
      ? AbortSignal.any([request.signal, start.signal])
      : start.signal;
    try {
      for (let renewed = false; ; renewed = true) {
        const access = await this.currentAccess(signal);
        const response = await this.dispatch(
          this.pool.streams(access),
          { ...request, repeatable: true },
          access,
          signal,
        );
        if (response.statusCode >= 200 && response.statusCode < 300) {
          return response.body;
        }
        const text = await response.body.text();
        if (response.statusCode === 401 && !renewed) {
          this.access.renew(access);
          continue;
        }
        throw readFailure(this.cluster, {
          status: response.statusCode,
          text,
          retryAfterMs: parseRetryAfter(
            response.headers['retry-after'],
            this.timing.date(),
          ),
        });
      }
    } catch (error) {
      request.signal?.throwIfAborted();
      if (start.signal.aborted) {
        throw new ClusterError({
          cluster: this.cluster,
          name: 'ServiceUnavailableError',
          message: `Cluster ${this.cluster} did not answer within ${deadlineMs} ms`,
          reason: 'DeadlineExceeded',
        });
      }
      throw error instanceof ClusterError
        ? error
        : this.broken(describeBreak(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Access for connections that are not plain requests, such as WebSockets. */
  async currentAccess(signal?: AbortSignal): Promise<ClusterAccess> {
    signal?.throwIfAborted();
    let onAbort: (() => void) | undefined;
    try {
      return await Promise.race([
        this.access.current(),
        ...(signal
          ? [
              new Promise<never>((_, reject) => {
                onAbort = () => reject(signal.reason);
                signal.addEventListener('abort', onAbort);
              }),
            ]
          : []),
      ]);
    } catch (error) {
      signal?.throwIfAborted();
      throw this.broken((error as Error).message);
    } finally {
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  async close() {
    await this.pool.close();
  }

  private async attempt(
    request: ApiRequest,
    access: ClusterAccess,
    signal: AbortSignal,
  ): Promise<Answer> {
    const response = await this.dispatch(
      this.pool.calls(access),
      request,
      access,
      signal,
    );
    return {
      status: response.statusCode,
      text: await response.body.text(),
      retryAfterMs: parseRetryAfter(
        response.headers['retry-after'],
        this.timing.date(),
      ),
    };
  }

  private dispatch(
    dispatcher: Dispatcher,
    request: ApiRequest,
    access: ClusterAccess,
    signal: AbortSignal,
  ) {
    return dispatcher.request({
      origin: access.server.origin,
      path:
        access.server.pathname.replace(/\/$/, '') +
        request.path +
        queryString(request.query),
      method: request.method,
      headers: requestHeaders(request, access),
      body:
        request.body === undefined ? undefined : JSON.stringify(request.body),
      signal,
    });
  }

  private parse(text: string): any {
    try {
      return JSON.parse(text);
    } catch {
      throw new ClusterError({
        cluster: this.cluster,
        name: 'ServiceUnavailableError',
        message: `Cluster ${this.cluster} answered something that is not JSON; its configured address may be that of a proxy or login page`,
      });
    }
  }

  private broken(
    why: string,
    request?: ApiRequest,
    failure?: FailedAttempt,
  ): ClusterError {
    return new ClusterError({
      cluster: this.cluster,
      name: 'ServiceUnavailableError',
      message: `Cluster ${this.cluster} cannot be reached: ${why}`,
      outcomeUnknown: failure?.type === 'reset' && request?.method !== 'GET',
    });
  }
}

/** Headers of a request; an identity replaces whatever impersonation the kubeconfig asks for. */
export function requestHeaders(
  request: Pick<ApiRequest, 'as' | 'contentType' | 'body'>,
  access: ClusterAccess,
): Record<string, string | string[]> {
  const own = request.as
    ? Object.fromEntries(
        Object.entries(access.headers).filter(
          ([name]) => !name.startsWith('impersonate-'),
        ),
      )
    : access.headers;
  return {
    accept: 'application/json',
    'user-agent': 'jimu',
    ...(request.body !== undefined && {
      'content-type': request.contentType ?? 'application/json',
    }),
    ...own,
    ...(request.as && impersonationHeaders(request.as)),
  };
}
