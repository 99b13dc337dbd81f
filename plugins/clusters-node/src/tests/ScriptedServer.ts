import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ReceivedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Header lines as they came over the wire: name, value, name, value... */
  rawHeaders: string[];
  headers: IncomingMessage['headers'];
  body: any;
}

export type Answerer = (
  request: ReceivedRequest,
  response: ServerResponse,
) => unknown;

/** An HTTP server on loopback that does what a test tells it, down to breaking connections. */
export class ScriptedServer {
  readonly requests: ReceivedRequest[] = [];
  connections = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    public answer: Answerer,
  ) {}

  static async start(answer: Answerer = () => {}): Promise<ScriptedServer> {
    const http = createServer();
    const server = new ScriptedServer(http, answer);
    http.on('connection', socket => {
      server.connections++;
      server.sockets.add(socket);
      socket.on('close', () => server.sockets.delete(socket));
    });
    http.on('request', (request, response) => {
      server.receive(request, response).catch(error => {
        response.destroy(error);
      });
    });
    await new Promise<void>(resolve =>
      http.listen(0, '127.0.0.1', () => resolve()),
    );
    return server;
  }

  get url(): URL {
    const { port } = this.server.address() as AddressInfo;
    return new URL(`http://127.0.0.1:${port}`);
  }

  get http(): Server {
    return this.server;
  }

  cutConnections() {
    this.sockets.forEach(socket => socket.destroy());
  }

  async stop() {
    this.cutConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async receive(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const [path, query] = request.url!.split('?');
    const received: ReceivedRequest = {
      method: request.method!,
      path,
      query: new URLSearchParams(query),
      rawHeaders: request.rawHeaders,
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    this.requests.push(received);
    await this.answer(received, response);
  }
}

/** Answers JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Answers a Status as the API server does for errors. */
export function failure(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  more: { headers?: Record<string, string>; details?: object } = {},
) {
  json(
    response,
    {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message,
      reason,
      details: more.details,
      code,
    },
    code,
    more.headers,
  );
}

/** What discovery answers for `v1`, enough for ConfigMaps, Pods and Namespaces. */
export const CORE_KINDS = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: ['get'] },
    { name: 'pods', kind: 'Pod', namespaced: true, verbs: ['get'] },
    { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
    { name: 'namespaces', kind: 'Namespace', namespaced: false, verbs: [] },
  ],
};
