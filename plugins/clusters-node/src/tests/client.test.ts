import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CachedAccess } from '../access/CachedAccess';
import { createAccess } from '../access/createAccess';
import { DefaultClusterClient } from '../client/DefaultClusterClient';
import { Discovery } from '../client/Discovery';
import type { ClusterConnection } from '../config/readClustersConfig';
import { ClusterHttp } from '../http/ClusterHttp';
import { systemTiming, Timing } from '../http/Timing';
import {
  Answerer,
  CORE_KINDS,
  failure,
  json,
  ScriptedServer,
} from './ScriptedServer';

const REF = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'a',
  namespace: 'team',
};
const OBJECT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'team', uid: 'u1' },
};

describe('a cluster client', () => {
  let server: ScriptedServer;
  let folder: string;
  const open: ClusterHttp[] = [];
  const waits: number[] = [];
  const timing: Timing = {
    ...systemTiming,
    random: () => 0.5,
    async sleep(ms, signal) {
      waits.push(ms);
      await systemTiming.sleep(0, signal);
    },
  };

  const connect = (connection?: Partial<ClusterConnection>) => {
    const access = createAccess({
      type: 'url',
      url: server.url,
      token: 'canary-token',
      skipTlsVerify: false,
      ...connection,
    } as ClusterConnection);
    const http = new ClusterHttp('dev', new CachedAccess(access), timing);
    open.push(http);
    return new DefaultClusterClient(http, new Discovery(http, timing));
  };

  /** Answers discovery by itself and everything else as told. */
  const answers = (answer: Answerer) => {
    server.answer = (request, response) =>
      request.path === '/api/v1'
        ? json(response, CORE_KINDS)
        : answer(request, response);
  };
  const requests = () => server.requests.filter(r => r.path !== '/api/v1');

  beforeEach(async () => {
    server = await ScriptedServer.start();
    folder = await mkdtemp(path.join(tmpdir(), 'clusters-'));
    waits.length = 0;
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map(http => http.close()));
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('keeps one connection for calls that follow each other', async () => {
    answers((_, response) => json(response, OBJECT));
    const client = connect();
    for (let i = 0; i < 20; i++) {
      await expect(client.get(REF)).resolves.toEqual(OBJECT);
    }
    expect(server.connections).toBeLessThanOrEqual(2);
    expect(requests()[0]).toMatchObject({
      method: 'GET',
      path: '/api/v1/namespaces/team/configmaps/a',
      headers: { authorization: 'Bearer canary-token' },
    });
  });

  it('sends every group of an identity on its own line, in any script', async () => {
    answers((_, response) => json(response, OBJECT));
    await connect()
      .as({
        user: '小明',
        groups: ['dev', '支付, 结算'],
        extra: { 'Example.org/Reason': ['on call'] },
      })
      .get(REF);
    const { rawHeaders } = requests()[0];
    const lines: [string, string][] = [];
    for (let i = 0; i < rawHeaders.length; i += 2) {
      lines.push([
        rawHeaders[i].toLowerCase(),
        Buffer.from(rawHeaders[i + 1], 'latin1').toString('utf8'),
      ]);
    }
    expect(lines.filter(([name]) => name.startsWith('impersonate'))).toEqual([
      ['impersonate-user', '小明'],
      ['impersonate-group', 'dev'],
      ['impersonate-group', '支付, 结算'],
      ['impersonate-extra-example.org%2freason', 'on call'],
    ]);
  });

  it.each([
    [{ user: '', groups: [] }, 'user'],
    [{ user: 'admin ', groups: [] }, 'white space'],
    [{ user: 'a\r\nImpersonate-Group: x', groups: [] }, 'control'],
    [{ user: 'a', groups: ['system:masters'] }, 'system:masters'],
    [{ user: 'system:admin', groups: [] }, 'system:admin'],
  ])('refuses to act as %j', (identity, word) => {
    expect(() => connect().as(identity)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(word),
      }),
    );
  });

  it.each(['..', '.', '', 'a/b', 'a%2fb', 'a\u0000'])(
    'sends nothing for the name %j',
    async name => {
      answers((_, response) => json(response, OBJECT));
      await expect(connect().get({ ...REF, name })).rejects.toMatchObject({
        name: 'InputError',
      });
      expect(requests()).toEqual([]);
    },
  );

  it('tells a missing object from a kind that is not served', async () => {
    answers((request, response) =>
      request.path.startsWith('/api/v1/')
        ? failure(response, 404, 'NotFound', 'configmaps "a" not found')
        : response.writeHead(404).end('404 page not found'),
    );
    const client = connect();
    await expect(client.get(REF)).resolves.toBeUndefined();
    await expect(client.mergePatch(REF, {})).resolves.toBeUndefined();
    await expect(client.delete(REF)).resolves.toBe(false);
    await expect(
      client.get({ ...REF, apiVersion: 'kafka.strimzi.io/v1', kind: 'Kafka' }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      cluster: 'dev',
      status: 404,
      message: expect.stringContaining('Kafka of kafka.strimzi.io/v1'),
    });
  });

  it.each([
    [400, 'BadRequest', 'InputError'],
    [401, 'Unauthorized', 'NotAllowedError'],
    [403, 'Forbidden', 'NotAllowedError'],
    [409, 'Conflict', 'ConflictError'],
    [422, 'Invalid', 'InputError'],
    [500, 'InternalError', 'ServiceUnavailableError'],
    [503, 'ServiceUnavailable', 'ServiceUnavailableError'],
  ])('gives %i %s on as %s in the words of the server', async (...row) => {
    const [status, reason, name] = row;
    const causes = [{ field: 'data', reason: 'FieldValueInvalid' }];
    answers((_, response) =>
      failure(response, status, reason, 'the words', { details: { causes } }),
    );
    await expect(connect().apply(OBJECT)).rejects.toMatchObject({
      name,
      message: 'the words',
      cluster: 'dev',
      status,
      reason,
      details: { causes },
    });
  });

  it('takes a field that an applied kind does not know for a mistake of the caller', async () => {
    answers((_, response) =>
      json(
        response,
        {
          kind: 'Status',
          status: 'Failure',
          message:
            'failed to create typed patch object (team/a; /v1, Kind=ConfigMap): .dataa: field not declared in schema',
          code: 500,
        },
        500,
      ),
    );
    await expect(connect().apply(OBJECT)).rejects.toMatchObject({
      name: 'InputError',
      status: 500,
      message: expect.stringContaining('.dataa: field not declared'),
    });
  });

  it.each([429, 503])(
    'waits as long as Retry-After of a %i asks, and no shorter',
    async status => {
      let refusals = 2;
      answers((_, response) =>
        refusals-- > 0
          ? failure(response, status, 'x', 'x', {
              headers: { 'retry-after': '3' },
            })
          : json(response, OBJECT, 201),
      );
      await expect(connect().create(OBJECT)).resolves.toEqual(OBJECT);
      expect(waits).toEqual([3300, 3300]);
    },
  );

  it('gives up when Retry-After goes beyond the deadline', async () => {
    answers((_, response) =>
      failure(response, 429, 'TooManyRequests', 'slow down', {
        headers: { 'retry-after': '30' },
      }),
    );
    await expect(connect().get(REF)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      status: 429,
      message: 'slow down',
      retryAfterMs: 30_000,
    });
    expect(requests()).toHaveLength(1);
  });

  it('repeats after a lost answer what may be repeated, and says so where not', async () => {
    let lost = true;
    answers((_, response) => {
      if (lost) {
        lost = false;
        response.destroy();
      } else {
        json(response, OBJECT);
      }
    });
    const client = connect();
    for (const call of [
      () => client.get(REF),
      () => client.apply(OBJECT),
      () => client.delete(REF, { uid: 'u1' }),
    ]) {
      lost = true;
      await expect(call()).resolves.toBeTruthy();
    }
    const before = requests().length;
    for (const call of [
      () => client.create(OBJECT),
      () => client.delete(REF),
      () => client.mergePatch(REF, {}),
    ]) {
      lost = true;
      await expect(call()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        outcomeUnknown: true,
      });
    }
    expect(requests()).toHaveLength(before + 3);
  });

  it('knows that an object was deleted although the first answer was lost', async () => {
    let first = true;
    answers((_, response) => {
      if (first) {
        first = false;
        response.destroy();
      } else {
        failure(response, 404, 'NotFound', 'configmaps "a" not found');
      }
    });
    await expect(connect().delete(REF, { uid: 'u1' })).resolves.toBe(true);
  });

  it('deletes the object with the uid and never a namesake', async () => {
    answers((request, response) =>
      request.method === 'DELETE'
        ? failure(response, 409, 'Conflict', 'the UID in the precondition')
        : json(response, OBJECT),
    );
    const client = connect();
    await expect(client.delete(REF, { uid: 'other' })).resolves.toBe(false);
    await expect(client.delete(REF, { uid: 'u1' })).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(requests()[0].body.preconditions).toEqual({ uid: 'other' });
  });

  it('starts a list again when its pages expire, and never mixes two lists', async () => {
    let expired = false;
    answers((request, response) => {
      const from = request.query.get('continue');
      if (from === null) {
        const name = expired ? 'second' : 'first';
        json(response, {
          metadata: { resourceVersion: '1', continue: 'c' },
          items: [{ metadata: { name } }],
        });
      } else if (!expired) {
        expired = true;
        failure(response, 410, 'Expired', 'too old');
      } else {
        json(response, {
          metadata: { resourceVersion: '2' },
          items: [{ metadata: { name: 'tail' } }],
        });
      }
    });
    await expect(
      connect().list({ apiVersion: 'v1', kind: 'ConfigMap' }),
    ).resolves.toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'second' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tail' } },
    ]);
  });

  it('ends at the deadline when nothing answers', async () => {
    answers(() => {});
    await expect(
      connect().apply(OBJECT, { deadlineMs: 50 }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Cluster dev did not answer within 50 ms',
      outcomeUnknown: true,
    });
  });

  it('ends with the reason of the caller when the caller gives up', async () => {
    answers(() => {});
    const reason = new Error('enough');
    const controller = new AbortController();
    const call = connect().get(REF, { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  it('does not follow redirects, and takes no login page for an object', async () => {
    answers((_, response) =>
      response
        .writeHead(302, { location: 'http://169.254.169.254/latest' })
        .end(),
    );
    await expect(connect().get(REF)).rejects.toMatchObject({
      message: expect.stringContaining('redirect'),
    });
    answers((_, response) => response.end('<html>sign in</html>'));
    await expect(connect().get(REF)).rejects.toMatchObject({
      message: expect.stringContaining('not JSON'),
    });
  });

  it('picks up a rotated token file, at once when the old token is refused', async () => {
    const tokenFile = path.join(folder, 'token');
    await writeFile(tokenFile, 'old\n');
    answers((request, response) =>
      request.headers.authorization === 'Bearer new'
        ? json(response, OBJECT)
        : failure(response, 401, 'Unauthorized', 'Unauthorized'),
    );
    const client = connect({ token: undefined, tokenFile } as any);
    await expect(client.get(REF)).rejects.toMatchObject({
      name: 'NotAllowedError',
      status: 401,
      statusCode: 403,
    });
    await writeFile(tokenFile, 'new\n');
    await expect(client.create(OBJECT)).resolves.toEqual(OBJECT);
  });

  it('reads kubeconfigs: contexts, token files, credential commands, rotation', async () => {
    const file = path.join(folder, 'kubeconfig');
    const kubeconfig = (user: string) => `
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: "${server.url.origin}" } }]
users: [{ name: u, user: ${user} }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;
    answers((_, response) => json(response, OBJECT));
    const authorization = async (user: string, context?: string) => {
      await writeFile(file, kubeconfig(user));
      await connect({ type: 'kubeconfig', file, context } as any).get(REF);
      return requests().at(-1)!.headers.authorization;
    };
    await writeFile(path.join(folder, 'token'), 'from-file\n');
    await writeFile(
      path.join(folder, 'login'),
      `#!/bin/sh\necho '{"kind":"ExecCredential","status":{"token":"from-command"}}'\n`,
      { mode: 0o755 },
    );
    await expect(authorization('{ token: plain }')).resolves.toBe(
      'Bearer plain',
    );
    await expect(authorization('{ tokenFile: token }', 'x')).resolves.toBe(
      'Bearer from-file',
    );
    await expect(authorization('{ exec: { command: ./login } }')).resolves.toBe(
      'Bearer from-command',
    );
    await expect(authorization('{ username: a, password: b }')).resolves.toBe(
      `Basic ${Buffer.from('a:b').toString('base64')}`,
    );
    await expect(authorization('{ token: plain }', 'y')).rejects.toMatchObject({
      message: expect.stringContaining('no context "y"'),
    });
  });

  it('keeps credentials out of every error', async () => {
    const file = path.join(folder, 'kubeconfig');
    await writeFile(
      path.join(folder, 'login'),
      `#!/bin/sh\necho 'canary-token is not JSON'\n`,
      { mode: 0o755 },
    );
    const errors: unknown[] = [];
    for (const user of [
      '{ exec: { command: ./login } }',
      '{ exec: { command: ./absent } }',
      '{ token: canary-token',
    ]) {
      await writeFile(
        file,
        `clusters: [{ name: c, cluster: { server: "${server.url.origin}" } }]
users: [{ name: u, user: ${user} }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x`,
      );
      errors.push(
        await connect({ type: 'kubeconfig', file } as any)
          .get(REF)
          .catch(error => error),
      );
    }
    const client = connect();
    await server.stop();
    errors.push(await client.get(REF).catch(error => error));
    expect(errors).toHaveLength(4);
    for (const error of errors as Error[]) {
      expect(error).toMatchObject({
        name: 'ServiceUnavailableError',
        cluster: 'dev',
      });
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('canary');
    }
    server = await ScriptedServer.start();
  });
});
