import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ApiStatusError } from '../ApiStatusError';

/** A request with its answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  /** Texts for Warning headers. */
  warnings: string[];
}

const gzipFrom = 16 * 1024;

function warningHeaders(warnings: string[]): string[] {
  return warnings.map(text => {
    const clean = text.replace(/[^\x20-\x7e]/g, '?').replace(/[\\"]/g, '\\$&');
    return `299 - "${clean.slice(0, 1000)}"`;
  });
}

/** Sends text or bytes, gzipped when the client takes that and it is worth it. */
export function sendText(
  { request, response, warnings, method }: Exchange,
  code: number,
  content: string | Buffer,
  contentType = 'application/json',
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const plain = Buffer.from(content as string);
  const wantsGzip = /\bgzip\b/.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
  const zip = wantsGzip && plain.length >= gzipFrom;
  const body = zip ? gzipSync(plain, { level: 1 }) : plain;
  if (warnings.length) response.setHeader('Warning', warningHeaders(warnings));
  response.writeHead(code, {
    'Content-Type': contentType,
    'Content-Length': body.length,
    'Cache-Control': 'no-cache, private',
    Vary: 'Accept',
    ...(zip ? { 'Content-Encoding': 'gzip' } : {}),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Sends a value as JSON. */
export function sendJson(
  exchange: Exchange,
  code: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  sendText(
    exchange,
    code,
    `${JSON.stringify(value)}\n`,
    'application/json',
    headers,
  );
}

/** Sends an error as a Status; what is not an ApiStatusError is the sandbox's own fault and told as 500. */
export function sendError(
  exchange: Exchange,
  error: unknown,
  log: (message: string) => void,
): void {
  if (error instanceof ApiStatusError) {
    const retry = error.details?.retryAfterSeconds;
    sendJson(
      exchange,
      error.code,
      error.toStatus(),
      retry === undefined ? {} : { 'Retry-After': String(retry) },
    );
    return;
  }
  log(
    `${exchange.method} ${exchange.path} failed: ${
      error instanceof Error ? error.stack : error
    }`,
  );
  sendJson(
    exchange,
    500,
    new ApiStatusError(
      500,
      'InternalError',
      'Internal error occurred',
    ).toStatus(),
  );
}
