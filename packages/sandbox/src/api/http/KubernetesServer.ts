import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApiStatusError } from '../ApiStatusError';
import { DiscoveryDocuments } from '../discovery/discoveryDocuments';
import { OpenApiDocuments } from '../discovery/OpenApiDocuments';
import { FaultBoard, type FaultPlan, type FaultSubject } from '../../faults';
import { serveResource } from './dispatch';
import { sendError, type Exchange } from './exchange';
import { serveExec, speaksExec } from './execSocket';
import { breakAnswer } from './faultyAnswer';
import { serveOther } from './otherRequests';
import { headerValues } from './requestHeaders';
import { parseRequestPath } from './requestPath';
import {
  attributesOf,
  isWatch,
  refusal,
  verbOf,
  type ServerContext,
} from './resourceRequest';
import type { WatchStream } from './WatchStream';

/** Key and certificate of the server, PEM. */
export interface ServerCertificate {
  key: string;
  certificate: string;
}

/** Does not keep the process from ending. */
const delay = (ms: number) =>
  new Promise(resolve => {
    setTimeout(resolve, ms).unref();
  });

/** Serves the Kubernetes API over HTTPS on loopback. */
export class KubernetesServer {
  private readonly server: Server;
  private readonly discovery: DiscoveryDocuments;
  private readonly openApi: OpenApiDocuments;
  private readonly connections = new Set<Duplex>();
  private readonly watches = new Map<WatchStream, FaultSubject>();
  private port = 0;
  private stopping = false;

  constructor(
    private readonly context: ServerContext,
    private readonly faults: FaultBoard,
    tls: ServerCertificate,
  ) {
    const { registry } = context.operations;
    this.discovery = new DiscoveryDocuments(registry);
    this.openApi = new OpenApiDocuments(registry);
    this.server = createServer(
      { key: tls.key, cert: tls.certificate, keepAlive: true },
      (request, response) => void this.handle(request, response),
    );
    this.server.keepAliveTimeout = 90_000;
    this.server.on('upgrade', (request, socket, head) =>
      this.upgrade(request, socket, head),
    );
    this.server.on('connection', socket => {
      this.connections.add(socket);
      socket.on('close', () => this.connections.delete(socket));
    });
    faults.onChange(() => this.heedFaults());
  }

  /** Listens on 127.0.0.1; rejects when the port is taken. */
  async start(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    this.port = (this.server.address() as AddressInfo).port;
    this.server.on('error', error =>
      this.context.log(`The Kubernetes API cannot listen: ${error.message}`),
    );
    return this.port;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const watch of this.watches.keys()) watch.end();
    const closed = new Promise<void>(resolve => {
      if (this.server.listening) this.server.close(() => resolve());
      else resolve();
    });
    this.connections.forEach(socket => socket.destroy());
    await closed;
  }

  private heedFaults(): void {
    if (this.stopping) return;
    if (this.faults.isDown() && this.server.listening) {
      this.server.close();
      this.connections.forEach(socket => socket.destroy());
    } else if (!this.faults.isDown() && !this.server.listening && this.port) {
      this.server.listen(this.port, '127.0.0.1');
    }
    for (const [watch, subject] of this.watches) {
      if (this.faults.cuts(subject)) watch.cut();
      else if (this.faults.silences(subject)) watch.silence();
    }
  }

  private subjectOf(exchange: Exchange): FaultSubject {
    try {
      const path = parseRequestPath(exchange.path);
      if (path.kind === 'other') return { verb: 'get' };
      const verb = verbOf(exchange.method, path, exchange.query);
      return { verb, plural: path.plural, namespace: path.namespace };
    } catch {
      // What cannot be read is refused further on; faults without a match hit it all the same.
      return { verb: 'unknown' };
    }
  }

  private async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const [path, search = ''] = (request.url ?? '/').split(/\?(.*)/s);
    const exchange: Exchange = {
      request,
      response,
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(search),
      warnings: [],
    };
    // A client that goes away in mid-answer is nothing to report.
    response.on('error', () => {});
    try {
      const subject = this.subjectOf(exchange);
      const plan = this.faults.plan(subject);
      if (plan.delayMs) await delay(plan.delayMs);
      if (plan.isBlackHole) return;
      breakAnswer(response, plan);
      if (plan.status) throw faultStatus(plan.status);
      await this.serve(exchange, plan, subject);
    } catch (error) {
      // The rest of a refused body is read away, so that the connection can go on, unless it is what was too much.
      if ((error as ApiStatusError).code === 413) {
        response.setHeader('Connection', 'close');
      } else request.resume();
      if (isDisconnect(error)) response.destroy();
      else sendError(exchange, error, this.context.log);
    }
  }

  private async serve(
    exchange: Exchange,
    plan: FaultPlan,
    subject: FaultSubject,
  ): Promise<void> {
    const { access } = this.context;
    const identity = access.authenticate(headerValues(exchange.request));
    const path = parseRequestPath(exchange.path);
    const verb =
      path.kind === 'other'
        ? exchange.method.toLowerCase()
        : verbOf(exchange.method, path, exchange.query);
    const attributes = attributesOf(verb, path);
    const { allowed, reason } = access.authorize(identity, attributes);
    if (!allowed) throw refusal(access, identity, attributes, reason);
    if (path.kind === 'other') {
      serveOther(exchange, this.discovery, this.openApi);
      return;
    }
    await serveResource(exchange, this.context, identity, verb, path, watch =>
      this.follow(watch, exchange.response, plan, subject),
    );
  }

  private follow(
    watch: WatchStream,
    response: ServerResponse,
    plan: FaultPlan,
    subject: FaultSubject,
  ): void {
    if (plan.isExpiredWatch) {
      throw ApiStatusError.expired('too old resource version: a fault is set');
    }
    this.watches.set(watch, subject);
    response.on('close', () => this.watches.delete(watch));
    if (plan.isSilentWatch) watch.silence();
    if (plan.cutWatchAfterMs !== undefined) {
      const timer = setTimeout(() => watch.cut(), plan.cutWatchAfterMs);
      response.on('close', () => clearTimeout(timer));
    }
  }

  private upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void {
    const refuse = (error: unknown) => {
      const status =
        error instanceof ApiStatusError
          ? error
          : new ApiStatusError(500, 'InternalError', 'Internal error occurred');
      const body = JSON.stringify(status.toStatus());
      socket.end(
        `HTTP/1.1 ${status.code} ${
          status.reason
        }\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(
          body,
        )}\r\nConnection: close\r\n\r\n${body}`,
      );
    };
    socket.on('error', () => socket.destroy());
    try {
      const [rawPath, search = ''] = (request.url ?? '/').split(/\?(.*)/s);
      const query = new URLSearchParams(search);
      const { access, operations, pods } = this.context;
      const identity = access.authenticate(headerValues(request));
      const path = parseRequestPath(rawPath);
      const attributes = attributesOf('create', path);
      const { allowed, reason } = access.authorize(identity, attributes);
      if (!allowed) throw refusal(access, identity, attributes, reason);
      const type =
        path.kind === 'resource' &&
        path.subresource === 'exec' &&
        operations.registry.find(path.group, path.version, path.plural);
      if (
        path.kind === 'other' ||
        !type ||
        type.plural !== 'pods' ||
        isWatch(query)
      ) {
        throw ApiStatusError.pathNotFound();
      }
      if (!speaksExec(request)) {
        throw ApiStatusError.badRequest(
          'commands are served over WebSocket with v5.channel.k8s.io or v4.channel.k8s.io only',
        );
      }
      const pod = operations.read(type, path.namespace, path.name!).object;
      serveExec(request, socket, head, pod, query, pods);
    } catch (error) {
      refuse(error);
    }
  }
}

function faultStatus({
  code,
  retryAfterSeconds,
}: NonNullable<FaultPlan['status']>): ApiStatusError {
  const [reason, message] = {
    409: ['Conflict', 'the object has been modified; a fault is set'],
    429: ['TooManyRequests', 'too many requests, please try again later'],
    503: [
      'ServiceUnavailable',
      'the server is currently unable to handle the request',
    ],
    504: [
      'Timeout',
      'Timeout: request did not complete within requested timeout',
    ],
  }[code as 409] ?? [
    'InternalError',
    'an error on the server has prevented the request from succeeding',
  ];
  const seconds = retryAfterSeconds ?? (code === 429 ? 1 : undefined);
  return new ApiStatusError(
    code,
    reason,
    message,
    seconds === undefined ? undefined : { retryAfterSeconds: seconds },
  );
}

function isDisconnect(error: unknown): boolean {
  const code = (error as { code?: string })?.code;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
