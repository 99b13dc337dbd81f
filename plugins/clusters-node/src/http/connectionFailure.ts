import type { FailedAttempt } from './retry';

const UNCONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  EHOSTUNREACH: 'no route to its host',
  ENETUNREACH: 'no route to its network',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 s',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed; configure its CA',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate comes from a CA that is not trusted; configure its CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate comes from a CA that is not trusted; configure its CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate comes from a CA that is not trusted; configure its CA',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host name; check url or tls-server-name',
  ENOENT: 'a configured file does not exist',
  EACCES: 'a configured file may not be read',
};

function codeOf(error: unknown): string | undefined {
  for (let e: any = error; e; e = e.cause ?? e.errors?.[0]) {
    if (typeof e.code === 'string') {
      return e.code;
    }
  }
  return undefined;
}

/** Whether a request can have reached the server before the connection failed. */
export function failureOf(error: unknown): FailedAttempt {
  const code = codeOf(error) ?? '';
  const handshake =
    code.includes('CERT') ||
    code.includes('TLS') ||
    code.includes('SSL') ||
    code.includes('SIGNATURE');
  return UNCONNECTED.has(code) || handshake
    ? { type: 'unconnected' }
    : { type: 'reset' };
}

/** What broke, without addresses, paths or credentials. */
export function describeBreak(error: unknown): string {
  const code = codeOf(error);
  if (code) {
    return WORDS[code] ?? `connection failed (${code})`;
  }
  return error instanceof Error ? error.message : 'connection failed';
}
