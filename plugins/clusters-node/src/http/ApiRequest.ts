import type { ClusterIdentity } from '../types';

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One request to an API server. */
export interface ApiRequest {
  method: HttpMethod;
  /** Encoded path below the server's address, with a leading slash. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  contentType?: string;
  as?: ClusterIdentity;
  /** True when sending it twice has the effect of sending it once. */
  repeatable: boolean;
  signal?: AbortSignal;
  /** Of the whole call, retries included, in milliseconds. */
  deadlineMs?: number;
}

/** Query string with `?`, or nothing; undefined values are left out. */
export function queryString(query: ApiRequest['query'] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      params.set(name, String(value));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
