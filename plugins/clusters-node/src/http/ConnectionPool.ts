import { createHash } from 'node:crypto';
import { Agent, Dispatcher, ProxyAgent } from 'undici';
import type { ClusterAccess } from '../access/ClusterAccess';

/** Calls beyond this many at a time wait for a free connection; watches and logs have connections of their own. */
const MAX_CALL_CONNECTIONS = 32;
const CONNECT_TIMEOUT_MS = 10_000;

interface Dispatchers {
  key: string;
  calls: Dispatcher;
  streams: Dispatcher;
}

/**
 * Keeps the connections of one cluster open between calls. New addresses, CAs or client certificates get new
 * connections; the old ones close when what runs on them has ended.
 */
export class ConnectionPool {
  private current?: Dispatchers;
  private readonly keys = new WeakMap<ClusterAccess, string>();
  private closed = false;

  calls(access: ClusterAccess): Dispatcher {
    return this.dispatchers(access).calls;
  }

  streams(access: ClusterAccess): Dispatcher {
    return this.dispatchers(access).streams;
  }

  /** Cuts what still runs. */
  async close() {
    this.closed = true;
    const last = this.current;
    this.current = undefined;
    await Promise.all([last?.calls.destroy(), last?.streams.destroy()]);
  }

  private dispatchers(access: ClusterAccess): Dispatchers {
    if (this.closed) {
      throw new Error('the portal is shutting down');
    }
    const key = this.keyOf(access);
    if (this.current?.key !== key) {
      const previous = this.current;
      this.current = {
        key,
        calls: createDispatcher(access, MAX_CALL_CONNECTIONS),
        streams: createDispatcher(access),
      };
      for (const old of [previous?.calls, previous?.streams]) {
        // Closing waits for running requests; they report their own failures.
        old?.close().catch(() => {});
      }
    }
    return this.current;
  }

  private keyOf(access: ClusterAccess): string {
    const known = this.keys.get(access);
    if (known) {
      return known;
    }
    const { server, tls, proxyUrl } = access;
    const key = createHash('sha256')
      .update(
        JSON.stringify([
          server.origin,
          proxyUrl,
          tls.servername,
          tls.rejectUnauthorized,
          tls.ca?.toString(),
          tls.cert?.toString(),
          tls.key?.toString(),
        ]),
      )
      .digest('hex');
    this.keys.set(access, key);
    return key;
  }
}

function createDispatcher(access: ClusterAccess, connections?: number) {
  const options = {
    connections,
    pipelining: 1,
    // One HTTP/2 session would carry everything: one reset, and every watch is lost at once.
    allowH2: false,
    // Deadlines are per call; a watch may be silent for minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
  };
  const tls = { ...access.tls, timeout: CONNECT_TIMEOUT_MS };
  if (access.proxyUrl) {
    if (!/^https?:/.test(access.proxyUrl)) {
      throw new Error(
        'proxy-url must be an http or https proxy; others are not supported',
      );
    }
    return new ProxyAgent({
      ...options,
      uri: access.proxyUrl,
      requestTls: tls,
    });
  }
  return new Agent({ ...options, connect: tls });
}
