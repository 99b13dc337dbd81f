import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { PodRuntimes } from '../pods/PodRuntime';
import type { SandboxObject } from '../../types';
import { containerOf } from './podRequests';

const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const channel = {
  stdin: 0,
  stdout: 1,
  stderr: 2,
  error: 3,
  resize: 4,
  close: 255,
};

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: 1024 * 1024,
  handleProtocols: offered =>
    protocols.find(protocol => offered.has(protocol)) ?? false,
});

function statusOf(code: number): Record<string, unknown> {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function send(socket: WebSocket, to: number, data: string | Buffer): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(Buffer.concat([Buffer.from([to]), Buffer.from(data)]));
}

async function run(
  socket: WebSocket,
  pod: SandboxObject,
  query: URLSearchParams,
  runtimes: PodRuntimes,
): Promise<void> {
  const gone = new AbortController();
  const stdin = new PassThrough();
  // The command may end before its input is read, and nobody waits for the rest then.
  stdin.on('error', () => gone.abort());
  socket.on('error', () => gone.abort());
  socket.on('close', () => {
    gone.abort();
    stdin.end();
  });
  socket.on('message', (data: Buffer) => {
    if (data[0] === channel.stdin) stdin.write(data.subarray(1));
    else if (data[0] === channel.close && data[1] === channel.stdin)
      stdin.end();
  });
  let status: Record<string, unknown>;
  try {
    const code = runtimes.exec(pod, {
      container: containerOf(pod, query.get('container')),
      command: query.getAll('command'),
      tty: query.get('tty') === 'true',
      stdin: query.get('stdin') === 'true' ? stdin : undefined,
      stdout: text => send(socket, channel.stdout, text),
      stderr: text => send(socket, channel.stderr, text),
      signal: gone.signal,
    });
    status = code
      ? statusOf(await code)
      : {
          metadata: {},
          status: 'Failure',
          reason: 'InternalError',
          message: `nothing runs pod ${pod.metadata.name}, so no command can be run in it`,
        };
  } catch (error) {
    status = {
      metadata: {},
      status: 'Failure',
      reason: 'InternalError',
      message: error instanceof Error ? error.message : String(error),
    };
  }
  send(socket, channel.error, JSON.stringify(status));
  socket.close(1000);
}

/** Whether an upgrade speaks a protocol that exec can be served over. */
export function speaksExec(request: IncomingMessage): boolean {
  const offered = String(request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map(p => p.trim());
  return (
    String(request.headers.upgrade).toLowerCase() === 'websocket' &&
    protocols.some(protocol => offered.includes(protocol))
  );
}

/** Runs a command over a WebSocket with the channels of v4 and v5.channel.k8s.io. */
export function serveExec(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  pod: SandboxObject,
  query: URLSearchParams,
  runtimes: PodRuntimes,
): void {
  sockets.handleUpgrade(request, socket, head, websocket => {
    void run(websocket, pod, query, runtimes);
  });
}
