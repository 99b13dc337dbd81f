import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultBoard } from './FaultBoard';
import { readFaults } from './readFaults';

const bodyLimit = 1024 * 1024;

/** A running admin server. */
export interface FaultServer {
  /** Base URL, e.g. http://127.0.0.1:40123 */
  url: string;
  stop(): Promise<void>;
}

function answer(response: ServerResponse, code: number, value?: unknown): void {
  response.writeHead(code, { 'Content-Type': 'application/json' });
  response.end(value === undefined ? undefined : `${JSON.stringify(value)}\n`);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('The body is larger than 1 MiB');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** A page of another origin must not reach the knobs through a browser on this machine. */
function isLocal(request: IncomingMessage): boolean {
  const host = String(request.headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', 'localhost'].includes(host) && !request.headers.origin;
}

async function serve(
  board: FaultBoard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocal(request)) {
    answer(response, 403, { error: 'Only for programs on this machine' });
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  const id = /^\/faults\/([^/]+)$/.exec(pathname)?.[1];
  if (pathname !== '/faults' && !id) {
    answer(response, 404, { error: 'There is only /faults and /faults/<id>' });
    return;
  }
  switch (request.method) {
    case 'GET':
      answer(response, 200, board.list());
      return;
    case 'PUT':
    case 'POST': {
      let body: unknown;
      try {
        body = await readJson(request);
      } catch (error) {
        answer(response, 400, {
          error: `The body is not JSON: ${(error as Error).message}`,
        });
        return;
      }
      const faults = readFaults(request.method === 'POST' ? [body] : body);
      board.replace(
        request.method === 'POST' ? [...board.list(), ...faults] : faults,
      );
      answer(response, 200, board.list());
      return;
    }
    case 'DELETE':
      board.replace(id ? board.list().filter(fault => fault.id !== id) : []);
      answer(response, 200, board.list());
      return;
    default:
      answer(response, 405, { error: 'GET, PUT, POST or DELETE' });
  }
}

/**
 * Serves the knobs on loopback: `GET /faults`, `PUT /faults` with the whole list, `POST /faults` to add one,
 * `DELETE /faults` and `DELETE /faults/<id>`.
 */
export async function startFaultServer(
  board: FaultBoard,
  port: number,
): Promise<FaultServer> {
  const server = createServer((request, response) => {
    serve(board, request, response).catch(error => {
      if (!response.headersSent)
        answer(response, 400, { error: error.message });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
