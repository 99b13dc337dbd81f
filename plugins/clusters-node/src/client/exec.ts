import type { Readable, Writable } from 'node:stream';
import WebSocket from 'ws';
import { ClusterError } from '../ClusterError';
import { queryString } from '../http/ApiRequest';
import { ClusterHttp, requestHeaders } from '../http/ClusterHttp';
import { describeBreak } from '../http/connectionFailure';
import { readFailure } from '../http/readFailure';
import type { ClusterIdentity, ExecQuery } from '../types';
import { objectPath } from './paths';
import { podResource } from './podResource';

const PROTOCOL = 'v5.channel.k8s.io';
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** The first byte of a frame says which stream it belongs to. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const CLOSE = 255;
/** Above this much unsent input, the caller's stdin waits. */
const HIGH_WATER_BYTES = 1024 * 1024;

interface ExecOptions {
  signal?: AbortSignal;
  as?: ClusterIdentity;
}

/**
 * Runs a command in a container over a WebSocket and answers its exit code.
 *
 * @throws ClusterError when the API server refuses or the connection ends before the command does
 */
export async function execInContainer(
  http: ClusterHttp,
  query: ExecQuery,
  options: ExecOptions,
): Promise<number> {
  const socket = await open(http, query, options);
  const abort = () => socket.terminate();
  options.signal?.addEventListener('abort', abort);
  const stopInput = pumpInput(socket, query.stdin);
  try {
    return await readOutput(http.cluster, socket, query);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
    stopInput();
    socket.close();
  }
}

async function open(
  http: ClusterHttp,
  query: ExecQuery,
  options: ExecOptions,
): Promise<WebSocket> {
  const access = await http.currentAccess(options.signal);
  const params = new URLSearchParams(
    queryString({
      container: query.container,
      stdin: query.stdin !== undefined,
      stdout: true,
      // With a terminal, both outputs are one.
      stderr: !query.tty,
      tty: query.tty ?? false,
    }),
  );
  query.command.forEach(part => params.append('command', part));
  const base = access.server.href.replace(/^http/, 'ws').replace(/\/$/, '');
  const path = objectPath(podResource, query.pod, query.namespace, 'exec');
  const headers = requestHeaders({ as: options.as, body: undefined }, access);
  const socket = new WebSocket(`${base}${path}?${params}`, PROTOCOL, {
    ...access.tls,
    agent: access.webSocketAgent,
    headers: headers as Record<string, string>,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    followRedirects: false,
    perMessageDeflate: false,
  });
  const abort = () => socket.terminate();
  options.signal?.addEventListener('abort', abort);
  try {
    return await new Promise<WebSocket>((resolve, reject) => {
      socket.once('open', () => resolve(socket));
      socket.once('error', error =>
        reject(unreachable(http.cluster, describeBreak(error))),
      );
      socket.once('unexpected-response', (_request, response) => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', () => {});
        response.on('close', () =>
          reject(
            readFailure(http.cluster, {
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          ),
        );
      });
    });
  } catch (error) {
    // A socket that fails later must not take the process down.
    socket.on('error', () => {});
    socket.terminate();
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

function pumpInput(socket: WebSocket, stdin?: Readable): () => void {
  if (!stdin) {
    return () => {};
  }
  const onData = (chunk: Buffer | string) => {
    if (socket.readyState !== WebSocket.OPEN) {
      return;
    }
    socket.send(Buffer.concat([Buffer.from([STDIN]), Buffer.from(chunk)]), () =>
      stdin.resume(),
    );
    if (socket.bufferedAmount > HIGH_WATER_BYTES) {
      stdin.pause();
    }
  };
  // Half-close: the command sees the end of its input and can finish.
  const onEnd = () => {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(Buffer.from([CLOSE, STDIN]));
    }
  };
  stdin.on('data', onData);
  stdin.once('end', onEnd);
  stdin.once('error', onEnd);
  return () => {
    stdin.off('data', onData);
    stdin.off('end', onEnd);
    stdin.off('error', onEnd);
  };
}

function readOutput(
  cluster: string,
  socket: WebSocket,
  { stdout, stderr }: ExecQuery,
): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.on('message', data => {
      const frame = Buffer.isBuffer(data)
        ? data
        : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
      const content = frame.subarray(1);
      switch (frame[0]) {
        case STDOUT:
          write(socket, stdout, content);
          break;
        case STDERR:
          write(socket, stderr, content);
          break;
        case STATUS:
          try {
            resolve(exitCode(cluster, content.toString('utf8')));
          } catch (error) {
            reject(error);
          }
          break;
        default:
      }
    });
    socket.once('error', error =>
      reject(unreachable(cluster, describeBreak(error))),
    );
    socket.once('close', () =>
      reject(unreachable(cluster, 'the connection ended before the command')),
    );
  });
}

/** A reader that does not keep up holds the connection back instead of filling memory. */
function write(socket: WebSocket, target: Writable | undefined, data: Buffer) {
  if (target && data.length > 0 && !target.destroyed && !target.write(data)) {
    socket.pause();
    target.once('drain', () => socket.resume());
  }
}

function exitCode(cluster: string, text: string): number {
  const status = JSON.parse(text);
  if (status.status === 'Success') {
    return 0;
  }
  const cause = status.details?.causes?.find(
    (entry: { reason?: string }) => entry.reason === 'ExitCode',
  );
  const code = Number.parseInt(cause?.message, 10);
  if (Number.isInteger(code)) {
    return code;
  }
  throw readFailure(cluster, { status: status.code ?? 500, text });
}

function unreachable(cluster: string, why: string): ClusterError {
  return new ClusterError({
    cluster,
    name: 'ServiceUnavailableError',
    message: `Cluster ${cluster}: ${why}`,
  });
}
