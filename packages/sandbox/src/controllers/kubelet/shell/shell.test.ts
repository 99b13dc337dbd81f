import { Readable } from 'node:stream';
import type { SandboxApi, SandboxObject } from '../../../types';
import { runCommand } from './runCommand';
import { splitCommands } from './splitCommands';

describe('the shell of simulated containers', () => {
  const variables: Record<string, string> = { NAME: 'world', EMPTY: '' };
  it.each([
    ['echo a  b', [['echo', 'a', 'b']]],
    ['echo "a  b" \'c $NAME\'', [['echo', 'a  b', 'c $NAME']]],
    ['echo $NAME ${NAME}! "$NAME"', [['echo', 'world', 'world!', 'world']]],
    ['echo a\\ b ""', [['echo', 'a b', '']]],
    ['a; b && c || d', [['a'], ['b'], ['c'], ['d']]],
    ['  ;; ', []],
  ])('splits %s', (line, words) => {
    const commands = splitCommands(line, name => variables[name] ?? '');
    expect(commands.map(c => c.words)).toEqual(words);
  });

  const objects: Record<string, SandboxObject> = {
    'Secret/db': {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      data: { password: Buffer.from('s3cret').toString('base64') },
    },
    'ConfigMap/cfg': {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cfg' },
      data: { 'app.conf': 'x=1\n', mode: 'fast' },
    },
  };
  const api = {
    get: ({ kind, name }: { kind: string; name: string }) =>
      objects[`${kind}/${name}`],
  } as unknown as SandboxApi;
  const pod: SandboxObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', labels: { app: 'web' } },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'i',
          envFrom: [{ prefix: 'CFG_', configMapRef: { name: 'cfg' } }],
          env: [
            { name: 'USER', value: 'ann' },
            { name: 'URL', value: 'db://$(USER)@$(UNKNOWN)' },
            {
              name: 'PASSWORD',
              valueFrom: { secretKeyRef: { name: 'db', key: 'password' } },
            },
            {
              name: 'APP',
              valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } },
            },
          ],
          volumeMounts: [
            { name: 'cfg', mountPath: '/etc/app' },
            { name: 'db', mountPath: '/run/db/pw', subPath: 'password' },
          ],
        },
      ],
      volumes: [
        { name: 'cfg', configMap: { name: 'cfg' } },
        { name: 'db', secret: { secretName: 'db' } },
      ],
    },
  };
  const run = async (
    command: string[],
    more: { input?: string; tty?: boolean } = {},
  ) => {
    let out = '';
    let err = '';
    const code = await runCommand(api, pod, {
      container: 'c',
      command,
      tty: more.tty ?? false,
      stdin:
        more.input === undefined
          ? undefined
          : Readable.from([Buffer.from(more.input)]),
      stdout: text => (out += text),
      stderr: text => (err += text),
      signal: new AbortController().signal,
    });
    return { code, out, err };
  };

  it('has the environment that the kubelet would set', async () => {
    const { out } = await run(['env']);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining([
        'HOSTNAME=p',
        'CFG_mode=fast',
        'USER=ann',
        'URL=db://ann@$(UNKNOWN)',
        'PASSWORD=s3cret',
        'APP=web',
      ]),
    );
    expect(await run(['printenv', 'PASSWORD', 'NOPE'])).toMatchObject({
      code: 1,
      out: 's3cret\n',
    });
  });

  it('has the files of mounted ConfigMaps and Secrets', async () => {
    expect((await run(['ls', '/etc/app'])).out).toBe('app.conf\nmode\n');
    expect((await run(['cat', '/etc/app/app.conf', '/run/db/pw'])).out).toBe(
      'x=1\ns3cret',
    );
    expect(await run(['cat', '/nope'])).toEqual({
      code: 1,
      out: '',
      err: 'cat: /nope: No such file or directory\n',
    });
  });

  it('runs lines, with the exit code of the last command', async () => {
    expect(
      await run(['sh', '-c', 'echo $USER && false || echo no; true']),
    ).toEqual({ code: 0, out: 'ann\nno\n', err: '' });
    expect((await run(['/bin/bash', '-lc', 'false && echo no'])).code).toBe(1);
  });

  it('says what it knows when it is asked for something else', async () => {
    const { code, err } = await run(['curl', 'http://x']);
    expect(code).toBe(127);
    expect(err).toContain('curl: not found (this container is simulated');
  });

  it('reads lines from a pipe until exit', async () => {
    expect(
      await run(['sh'], { input: 'echo a\nfalse\nexit 7\necho b\n' }),
    ).toMatchObject({ code: 7, out: 'a\n' });
    expect((await run(['sh'], { input: 'false' })).code).toBe(1);
  });

  it('is a terminal that shows what is typed', async () => {
    const { out, code } = await run(['sh'], {
      input: 'ecx\u007fho hi\r\u0004',
      tty: true,
    });
    expect(out).toBe('/ # ecx\b \bho hi\r\nhi\r\n/ # ');
    expect(code).toBe(0);
  });
});
