import WebSocket from 'ws';
import { ApiStatusError } from '../ApiStatusError';
import { ApiHarness } from './ApiHarness';

describe('logs and commands of pods', () => {
  const api = new ApiHarness();
  const pods = '/api/v1/namespaces/default/pods';
  const seen: unknown[] = [];

  beforeAll(async () => {
    await api.start();
    for (const [name, containers] of [
      ['one', ['main']],
      ['two', ['main', 'side']],
    ] as const) {
      await api.post(pods, {
        metadata: { name },
        spec: { containers: containers.map(c => ({ name: c, image: 'x' })) },
      });
    }
    api.pods.register({
      logs(pod, query, signal) {
        if (pod.metadata.name !== 'one') return undefined;
        seen.push(query);
        return (async function* lines() {
          if (query.previous) {
            throw ApiStatusError.badRequest(
              'previous terminated container "main" in pod "one" not found',
            );
          }
          yield 'first';
          yield 'second';
          if (query.follow) {
            await new Promise(resolve =>
              signal.addEventListener('abort', resolve),
            );
            seen.push('followed to the end');
          }
        })();
      },
      exec(pod, request) {
        if (pod.metadata.name !== 'one') return undefined;
        return (async () => {
          if (request.command[0] === 'cat') {
            for await (const chunk of request.stdin!) request.stdout(chunk);
            return 0;
          }
          request.stdout(`${request.command.join(' ')}\n`);
          request.stderr('trouble\n');
          return Number(request.command[1] ?? 0);
        })();
      },
    });
  });
  afterAll(() => api.dispose());
  afterEach(() => seen.splice(0));

  it('are read with their options', async () => {
    const { text, headers } = await api.call(
      `${pods}/one/log?tailLines=5&timestamps=true&sinceSeconds=9`,
    );
    expect(text).toBe('first\nsecond\n');
    expect(headers['content-type']).toBe('text/plain');
    expect(seen).toEqual([
      expect.objectContaining({
        container: 'main',
        tailLines: 5,
        timestamps: true,
        sinceSeconds: 9,
        follow: false,
      }),
    ]);
    expect((await api.call(`${pods}/one/log?limitBytes=8`)).text).toBe(
      'first\nse',
    );
  });

  it('are followed until the client goes', async () => {
    const response = await api.open(`${pods}/one/log?follow=true`);
    response.setEncoding('utf8');
    let text = '';
    for await (const chunk of response) {
      text += chunk;
      if (text.endsWith('second\n')) break;
    }
    while (!seen.includes('followed to the end')) {
      await new Promise(resolve => setImmediate(resolve));
    }
  });

  it.each([
    ['one/log?previous=true', 400, 'previous terminated container'],
    [
      'one/log?container=nothing',
      400,
      'container nothing is not valid for pod one',
    ],
    [
      'two/log',
      400,
      'a container name must be specified for pod two, choose one of: [main side]',
    ],
    ['two/log?container=side', 400, 'is waiting to start'],
    ['one/log?tailLines=-1', 400, 'tailLines'],
    ['none/log', 404, 'pods "none" not found'],
    ['one/exec?command=x', 400, 'Upgrade request required'],
  ])('are refused: %s', async (path, code, message) => {
    const { body } = await api.call(`${pods}/${path}`);
    expect(body).toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  function exec(
    query: string,
    options: {
      protocol?: string;
      stdin?: string;
      token?: string;
      pod?: string;
    } = {},
  ) {
    const { protocol = 'v5.channel.k8s.io', stdin } = options;
    const socket = new WebSocket(
      `wss://127.0.0.1:${api.port}${pods}/${
        options.pod ?? 'one'
      }/exec?${query}`,
      protocol,
      {
        rejectUnauthorized: false,
        headers: {
          authorization: `Bearer ${
            options.token ?? 'admin-token-of-the-tests'
          }`,
        },
      },
    );
    return new Promise<Record<number, string>>((resolve, reject) => {
      const channels: Record<number, string> = {};
      socket.on('open', () => {
        if (stdin === undefined) return;
        socket.send(Buffer.concat([Buffer.from([0]), Buffer.from(stdin)]));
        socket.send(Buffer.from([255, 0]));
      });
      socket.on('message', (data: Buffer) => {
        channels[data[0]] =
          (channels[data[0]] ?? '') + data.subarray(1).toString();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(channels));
    });
  }

  it('run, with their output and exit code', async () => {
    const fine = await exec('command=hello&stdout=true');
    expect([fine[1], fine[2]]).toEqual(['hello\n', 'trouble\n']);
    expect(JSON.parse(fine[3])).toMatchObject({ status: 'Success' });
    const failed = await exec('command=fail&command=3', {
      protocol: 'v4.channel.k8s.io',
    });
    expect(JSON.parse(failed[3])).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
  });

  it('read what the client sends, to its end', async () => {
    const channels = await exec('command=cat&stdin=true', { stdin: 'words' });
    expect(channels[1]).toBe('words');
  });

  it('are refused to strangers, for pods that nothing runs, and in other protocols', async () => {
    await expect(exec('command=x', { token: 'wrong' })).rejects.toThrow('401');
    await expect(exec('command=x', { pod: 'none' })).rejects.toThrow('404');
    await expect(exec('command=x', { protocol: 'chat' })).rejects.toThrow(
      '400',
    );
    const channels = await exec('command=x&container=side', { pod: 'two' });
    expect(JSON.parse(channels[3]).message).toContain('nothing runs pod two');
  });
});
