import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxApi, ResourceRegistry } from '../../api';
import { ObjectStore } from '../../store';
import type { ControllerContext, SandboxApi } from '../../types';
import { mariadbServer, runMariadbSql } from './mariadbServer';
import { postgresServer, runPostgresSql } from './postgresServer';
import { processStart, writeIdentity } from './processIdentity';
import { findProgram, mustRun } from './programs';
import { redisServer, type RedisSettings } from './redisServer';
import type { ServerEngine } from './ServerEngine';
import { ServerHost, type ServerRequest } from './ServerHost';
import {
  freePort,
  makePlace,
  makeServersFolder,
  serversFolder,
  unprivilegedAccount,
} from './serverPlace';

const whenInstalled = (engine: ServerEngine<never>) =>
  engine.programs.every(findProgram) ? describe : describe.skip;

jest.setTimeout(120_000);

describe('real servers', () => {
  let folder: string;
  let store: ObjectStore;
  let api: SandboxApi;
  let volume: string;
  const owner = { namespace: 'default', name: 'it' };
  const stops: (() => Promise<void>)[] = [];

  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-it-0', namespace: 'default' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
  };

  async function host<S>(engine: ServerEngine<S>, name = 'operator') {
    const context: ControllerContext = {
      api,
      dataDir: join(folder, name),
      pause: async () => {},
      log: () => {},
      realProcesses: true,
    };
    let wake = () => {};
    const created = new ServerHost({ engine, context, changed: () => wake() });
    stops.push(() => created.stop());
    await created.start();
    return {
      host: created,
      /** Asks until the server is in a state. */
      async until(request: ServerRequest<S>, phase: string) {
        const next = () =>
          new Promise<void>(resolve => {
            wake = resolve;
          });
        for (;;) {
          const changed = next();
          const state = created.ensure(request);
          if (state.phase === phase)
            return state as { port: number; pid: number };
          await changed;
        }
      },
    };
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'servers-'));
    // So that servers without rights of their own get there.
    chmodSync(folder, 0o755);
    store = new ObjectStore(join(folder, 'store'));
    api = createSandboxApi(store, new ResourceRegistry(), []);
    volume = api.create(claim).metadata.uid!;
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const log = (id: string) =>
    join(folder, 'operator', 'servers', id, 'server.log');
  const redisRequest = (
    change: Partial<ServerRequest<RedisSettings>> = {},
  ): ServerRequest<RedisSettings> => ({
    owner,
    volume,
    incarnation: 'pod-1',
    port: undefined,
    settings: { password: 's3cret "x"', maxMemory: 4 << 20, persistent: true },
    ...change,
  });
  const redisCli = (port: number, ...args: string[]) =>
    mustRun(
      findProgram('redis-cli')!,
      ['-h', '127.0.0.1', '-p', String(port), ...args],
      { env: { REDISCLI_AUTH: 's3cret "x"' } },
    ).then(out => out.trim());

  whenInstalled(redisServer as never)('redis', () => {
    it('keeps its data when it crashes, restarts with its pod and moves to another port', async () => {
      const { until } = await host(redisServer);
      const first = await until(redisRequest(), 'running');
      expect(await redisCli(first.port, 'SET', 'k', 'v')).toBe('OK');
      expect(
        await redisCli(first.port, 'CONFIG', 'GET', 'maxmemory'),
      ).toContain(String(4 << 20));

      process.kill(first.pid, 'SIGKILL');
      await until(redisRequest(), 'waiting');
      const second = await until(redisRequest(), 'running');
      expect(second.pid).not.toBe(first.pid);

      const restarted = redisRequest({ incarnation: 'pod-2' });
      const third = await until(restarted, 'running');
      expect(third.pid).not.toBe(second.pid);
      expect(await redisCli(third.port, 'GET', 'k')).toBe('v');
      expect(processStart(second.pid)).toBeUndefined();
    });

    const ping = (port: number) =>
      redisCli(port, 'PING').catch(() => 'not yet');

    /** A server as a killed sandbox leaves it: alone, with a file that remembers it. */
    async function leftBehind(id: string, identity?: object) {
      const place = makePlace(
        join(folder, 'operator', 'servers'),
        id,
        unprivilegedAccount(['redis']),
      );
      const port = await freePort();
      const child = spawn(
        findProgram('redis-server')!,
        ['--port', String(port), '--dir', place.data, '--appendonly', 'yes'],
        { ...place.account, cwd: place.data, stdio: 'ignore' },
      );
      if (identity) {
        writeFileSync(
          place.identity,
          JSON.stringify({ pid: child.pid, ...identity }),
        );
      } else {
        writeIdentity(place.identity, child.pid!);
      }
      stops.push(async () => {
        child.kill('SIGKILL');
      });
      while ((await ping(port)) !== 'PONG') await new Promise(setImmediate);
      return { pid: child.pid!, port };
    }

    it('replaces the process of a sandbox that was killed, and removes data whose volume is gone', async () => {
      const other = 'b0a7f6a2-0000-4000-8000-000000000000';
      const orphan = await leftBehind(volume);
      await redisCli(orphan.port, 'SET', 'k', 'v');
      const lost = await leftBehind(other);
      const { until } = await host(redisServer);
      expect(processStart(orphan.pid)).toBeUndefined();
      expect(processStart(lost.pid)).toBeUndefined();
      const again = await until(redisRequest(), 'running');
      expect(await redisCli(again.port, 'GET', 'k')).toBe('v');
      expect(readFileSync(log(volume), 'utf8')).toContain(
        'Ready to accept connections',
      );
      expect(existsSync(join(folder, 'operator', 'servers', other))).toBe(
        false,
      );
    });

    it('never touches a process that only has the id of one it remembers', async () => {
      const { pid } = await leftBehind(volume, { startedAt: 'long ago' });
      await host(redisServer);
      expect(processStart(pid)).toBeDefined();
    });

    it('goes with its volume', async () => {
      const { host: servers, until } = await host(redisServer);
      const { pid } = await until(redisRequest(), 'running');
      api.delete({ ...claim, ...claim.metadata });
      while (servers.running(owner)) {
        await new Promise(resolve => setImmediate(resolve));
      }
      await servers.stop();
      expect(processStart(pid)).toBeUndefined();
      expect(existsSync(log(volume))).toBe(false);
    });

    it('says why it does not start', async () => {
      const { until } = await host(redisServer);
      const { port } = await until(redisRequest(), 'running');
      const second = await host(redisServer, 'another');
      const request = redisRequest({
        port,
        volume: 'b0a7f6a2-0000-4000-8000-000000000001',
      });
      await second.until(request, 'waiting');
      expect(second.host.ensure(request)).toMatchObject({
        phase: 'waiting',
        reason: expect.stringMatching(/ended with code 1: .*listen/i),
      });
    });
  });

  whenInstalled(mariadbServer as never)('mariadb', () => {
    it('lets the administrators in with their password and nobody without one', async () => {
      const { host: servers, until } = await host(mariadbServer);
      const request = {
        owner,
        volume,
        incarnation: 'pod-1',
        port: undefined,
        settings: { administrators: { root: `it's \\ "me"` } },
      };
      const { port } = await until(request, 'running');
      const login = (password: string, sql: string) =>
        mustRun(
          findProgram('mariadb')!,
          ['--no-defaults', '-h127.0.0.1', `-P${port}`, '-uroot', '-Ne', sql],
          { env: { MYSQL_PWD: password } },
        );
      await login(
        `it's \\ "me"`,
        'CREATE DATABASE d; CREATE TABLE d.t (i INT)',
      );
      await expect(login('', 'SELECT 1')).rejects.toThrow(/Access denied/);
      expect(
        await runMariadbSql(servers.running(owner)!, 'SHOW TABLES FROM d'),
      ).toBe('t\n');

      const changed = {
        ...request,
        settings: { administrators: { root: 'another' } },
      };
      const after = await until(changed, 'running');
      expect(
        await mustRun(
          findProgram('mariadb')!,
          [
            '--no-defaults',
            '-h127.0.0.1',
            `-P${after.port}`,
            '-uroot',
            '-Ne',
            'SHOW TABLES FROM d',
          ],
          { env: { MYSQL_PWD: 'another' } },
        ),
      ).toBe('t\n');
    });
  });

  whenInstalled(postgresServer as never)('postgres', () => {
    it('makes the first database and its owner, once', async () => {
      const { host: servers, until } = await host(postgresServer);
      const request = (incarnation: string) => ({
        owner,
        volume,
        incarnation,
        port: undefined,
        settings: { owner: 'app"x', database: 'app' },
      });
      await until(request('pod-1'), 'running');
      const sql = (text: string) =>
        runPostgresSql(servers.running(owner)!, text, 'app');
      await sql('CREATE TABLE t (i int); INSERT INTO t VALUES (7);');
      await until(request('pod-2'), 'running');
      expect(await sql('SELECT i FROM t;')).toBe('7\n');
      expect(
        await sql(
          `SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'app';`,
        ),
      ).toBe('app"x\n');
      await expect(sql('SELECT broken;')).rejects.toThrow(/broken/);
    });
  });

  it('keeps data where the servers get to', () => {
    expect(serversFolder(folder, true)).toBe(join(folder, 'servers'));
    chmodSync(folder, 0o700);
    expect(serversFolder(folder, false)).toBe(join(folder, 'servers'));
    const outside = serversFolder(folder, true);
    expect(outside).toMatch(/jimu-sandbox-[0-9a-f]{16}$/);
    expect(serversFolder(folder, true)).toBe(outside);
  });

  it('removes data outside once the data folder that it belongs to is gone', async () => {
    const kept = join(folder, 'kept');
    const gone = join(folder, 'gone');
    chmodSync(folder, 0o700);
    const folders = [kept, gone].map(dataDir => {
      const outside = serversFolder(dataDir, true);
      makeServersFolder(outside, dataDir);
      return outside;
    });
    rmSync(gone, { recursive: true });
    await host(redisServer);
    expect(folders.map(existsSync)).toEqual([true, false]);
    rmSync(kept, { recursive: true });
    await host(redisServer);
    expect(folders.map(existsSync)).toEqual([false, false]);
  });

  it('is simulated when switched off, and says why', () => {
    const off = new ServerHost({
      engine: redisServer,
      context: {
        api,
        dataDir: folder,
        pause: async () => {},
        log: () => {},
        realProcesses: false,
      },
      changed: () => {},
    });
    expect(off.availability).toEqual({
      real: false,
      reason: 'real servers are switched off',
    });
    expect(() => readFileSync(join(folder, 'servers'))).toThrow('ENOENT');
  });
});
