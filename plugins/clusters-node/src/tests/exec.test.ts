import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';
import { CachedAccess } from '../access/CachedAccess';
import { UrlAccess } from '../access/UrlAccess';
import { DefaultClusterClient } from '../client/DefaultClusterClient';
import { Discovery } from '../client/Discovery';
import { ClusterHttp } from '../http/ClusterHttp';
import { systemTiming } from '../http/Timing';
import { failure, ScriptedServer } from './ScriptedServer';

const POD = { namespace: 'team', pod: 'web-0' };

describe('pods', () => {
  let server: ScriptedServer;
  let sockets: WebSocketServer;
  let http: ClusterHttp;
  let client: DefaultClusterClient;
  /** What the container does; set by each test. */
  let run: (socket: WebSocket) => void;
  let upgrade: { url: string; rawHeaders: string[] };

  beforeEach(async () => {
    server = await ScriptedServer.start((_, response) =>
      failure(response, 404, 'NotFound', 'pods "web-0" not found'),
    );
    sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: offered =>
        offered.has('v5.channel.k8s.io') && 'v5.channel.k8s.io',
    });
    server.http.on('upgrade', (request, socket, head) => {
      upgrade = { url: request.url!, rawHeaders: request.rawHeaders };
      if (request.url!.includes('forbidden')) {
        socket.end(
          'HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n{"kind":"Status","message":"may not exec","reason":"Forbidden"}',
        );
        return;
      }
      sockets.handleUpgrade(request, socket, head, ws => run(ws));
    });
    const access = new UrlAccess({
      url: server.url,
      token: 'canary-token',
      skipTlsVerify: false,
    });
    http = new ClusterHttp('dev', new CachedAccess(access), systemTiming);
    client = new DefaultClusterClient(http, new Discovery(http, systemTiming));
  });

  afterEach(async () => {
    await http.close();
    sockets.clients.forEach(socket => socket.terminate());
    await server.stop();
  });

  const frame = (channel: number, data = '') =>
    Buffer.concat([Buffer.from([channel]), Buffer.from(data)]);
  const exited = (code: number) =>
    frame(
      3,
      JSON.stringify(
        code === 0
          ? { status: 'Success' }
          : {
              status: 'Failure',
              reason: 'NonZeroExitCode',
              details: { causes: [{ reason: 'ExitCode', message: `${code}` }] },
            },
      ),
    );

  it('pass input on, keep outputs apart and answer the exit code', async () => {
    run = socket => {
      let input = '';
      socket.on('message', (data: Buffer) => {
        if (data[0] === 0) {
          input += data.subarray(1).toString();
        } else if (data[0] === 255 && data[1] === 0) {
          socket.send(frame(1, input.toUpperCase()));
          socket.send(frame(2, 'oops'));
          socket.send(exited(3));
        }
      });
    };
    const [stdin, stdout, stderr] = [1, 2, 3].map(() => new PassThrough());
    stdin.end('积木 hello');
    await expect(
      client
        .as({ user: '小明', groups: ['a', 'b'] })
        .exec({ ...POD, command: ['tr', 'a-z', 'A Z'], stdin, stdout, stderr }),
    ).resolves.toBe(3);
    stdout.end();
    stderr.end();
    await expect(text(stdout)).resolves.toBe('积木 HELLO');
    await expect(text(stderr)).resolves.toBe('oops');
    expect(upgrade.url).toBe(
      '/api/v1/namespaces/team/pods/web-0/exec?stdin=true&stdout=true&stderr=true&tty=false&command=tr&command=a-z&command=A+Z',
    );
    const groups = upgrade.rawHeaders.filter(
      (_, i, all) => all[i - 1]?.toLowerCase() === 'impersonate-group',
    );
    expect(groups).toEqual(['a', 'b']);
    expect(upgrade.rawHeaders).toContain('Bearer canary-token');
  });

  it('hold the connection back for a reader that does not keep up', async () => {
    const total = 200;
    run = socket => {
      for (let i = 0; i < total; i++) {
        socket.send(frame(1, 'x'.repeat(64 * 1024)));
      }
      socket.send(exited(0));
    };
    const stdout = new PassThrough();
    const code = client.exec({ ...POD, command: ['yes'], stdout });
    await new Promise(resolve => stdout.once('readable', resolve));
    expect(stdout.readableLength).toBeLessThan(1024 * 1024);
    let size = 0;
    stdout.on('data', chunk => {
      size += chunk.length;
    });
    await expect(code).resolves.toBe(0);
    expect(size).toBe(total * 64 * 1024);
  });

  it('end with an error when the connection ends before the command', async () => {
    run = socket => socket.terminate();
    await expect(client.exec({ ...POD, command: ['x'] })).rejects.toMatchObject(
      { name: 'ServiceUnavailableError' },
    );
  });

  it('end with the reason of the caller', async () => {
    const stop = new AbortController();
    const reason = new Error('left the page');
    run = () => stop.abort(reason);
    await expect(
      client.exec({ ...POD, command: ['x'] }, { signal: stop.signal }),
    ).rejects.toBe(reason);
  });

  it('give refusals in the words of the server', async () => {
    await expect(
      client.exec({ ...POD, pod: 'forbidden', command: ['x'] }),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      status: 403,
      message: 'may not exec',
    });
    await expect(client.logs(POD)).rejects.toMatchObject({
      name: 'NotFoundError',
      status: 404,
    });
  });

  it('stream their logs with what was asked for', async () => {
    server.answer = (_, response) => response.end('one\ntwo\n');
    const log = await client.logs({ ...POD, follow: false, tailLines: 2 });
    await expect(text(log)).resolves.toBe('one\ntwo\n');
    expect(server.requests[0].query.toString()).toBe(
      'follow=false&tailLines=2',
    );
  });
});
