import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createAccess, ServiceAccountTokens } from '../../access';
import { FaultBoard } from '../../faults';
import { ObjectStore } from '../../store';
import type { SandboxApi } from '../../types';
import type { AdmissionPlugin } from '../contracts';
import { sandboxApiOn } from '../createSandboxApi';
import { serverIdentity, type ServerIdentity } from '../http/certificates';
import { KubernetesServer } from '../http/KubernetesServer';
import { ObjectOperations } from '../operations/ObjectOperations';
import { PodRuntimes } from '../pods/PodRuntime';
import { ResourceRegistry } from '../registry/ResourceRegistry';

const adminToken = 'admin-token-of-the-tests';

export interface Answer {
  code: number;
  headers: IncomingMessage['headers'];
  text: string;
  body: any;
}

export interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

let identity: Promise<ServerIdentity> | undefined;

/** The API over HTTPS without controllers, on a store of its own. */
export class ApiHarness {
  readonly folder = mkdtempSync(join(tmpdir(), 'sandbox-http-'));
  readonly faults = new FaultBoard();
  readonly pods = new PodRuntimes();
  readonly admission: AdmissionPlugin[] = [];
  readonly messages: string[] = [];
  store!: ObjectStore;
  api!: SandboxApi;
  port = 0;
  private ca = '';
  private agent = new Agent({ keepAlive: true });
  private server!: KubernetesServer;

  constructor(
    private readonly options: {
      bookmarkIntervalMs?: number;
      historySize?: number;
    } = {},
  ) {}

  async start(): Promise<this> {
    this.store = new ObjectStore(this.folder, {
      historySize: this.options.historySize,
    });
    const log = (message: string) => this.messages.push(message);
    const operations = new ObjectOperations(
      this.store,
      new ResourceRegistry(),
      this.admission,
    );
    this.api = sandboxApiOn(operations, log);
    const access = createAccess(this.api, {
      adminToken,
      serviceAccounts: new ServiceAccountTokens('k'.repeat(32)),
    });
    identity ??= serverIdentity(this.folder);
    const tls = await identity;
    this.ca = tls.ca;
    this.server = new KubernetesServer(
      {
        operations,
        access,
        pods: this.pods,
        bookmarkIntervalMs: this.options.bookmarkIntervalMs ?? 60_000,
        log,
      },
      this.faults,
      tls,
    );
    this.port = await this.server.start(this.port);
    return this;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.agent = new Agent({ keepAlive: true });
    await this.server.stop();
    this.store.close();
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private requestOptions(
    path: string,
    call: Call,
    body: Buffer | undefined,
  ): RequestOptions {
    return {
      host: '127.0.0.1',
      port: this.port,
      path,
      method: call.method ?? 'GET',
      agent: this.agent,
      ca: this.ca,
      headers: {
        authorization: `Bearer ${adminToken}`,
        'content-type': 'application/json',
        ...(body ? { 'content-length': String(body.length) } : {}),
        ...call.headers,
      },
    };
  }

  /** Sends a request and reads the whole answer. */
  async call(path: string, call: Call = {}): Promise<Answer> {
    const response = await this.open(path, call);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    let bytes = Buffer.concat(chunks);
    if (response.headers['content-encoding'] === 'gzip')
      bytes = gunzipSync(bytes);
    const text = bytes.toString('utf8');
    let body: any;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return {
      code: response.statusCode!,
      headers: response.headers,
      text,
      body,
    };
  }

  /** Sends a request and answers as soon as the head of the answer is there. */
  open(path: string, call: Call = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const bytes = bytesOf(call.body);
      const sent = request(this.requestOptions(path, call, bytes), resolve);
      sent.on('error', reject);
      sent.end(bytes);
    });
  }

  post = (path: string, body: unknown) =>
    this.call(path, { method: 'POST', body });

  put = (path: string, body: unknown) =>
    this.call(path, { method: 'PUT', body });

  delete = (path: string, body?: unknown) =>
    this.call(path, { method: 'DELETE', body });

  patch = (
    path: string,
    body: unknown,
    type: 'merge' | 'json' | 'strategic-merge' | 'apply' = 'merge',
  ) =>
    this.call(path, {
      method: 'PATCH',
      body,
      headers: {
        'content-type':
          type === 'apply'
            ? 'application/apply-patch+yaml'
            : `application/${type}-patch+json`,
      },
    });

  /** Opens a watch; `next` answers one event after the other, `undefined` at the end. */
  async watch(path: string): Promise<{
    next(): Promise<{ type: string; object: any } | undefined>;
    close(): void;
  }> {
    const response = await this.open(path);
    const lines = readLines(response);
    return {
      async next() {
        const { value, done } = await lines.next();
        return done ? undefined : JSON.parse(value);
      },
      close: () => response.destroy(),
    };
  }
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

async function* readLines(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of response) {
      rest += chunk;
      const lines = rest.split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } catch {
    // A cut connection ends the lines, as does a regular end.
  }
}
