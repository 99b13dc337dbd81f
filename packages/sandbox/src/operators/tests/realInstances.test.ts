import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from '../servers/processIdentity';
import { findProgram, runProgram } from '../servers/programs';
import { NAMESPACE, OperatorHarness } from './operatorHarness';

const PXC = 'pxc.percona.com/v1';
const CNPG = 'postgresql.cnpg.io/v1';
const REDIS = 'redis.redis.opstreelabs.in/v1beta2';

const whenInstalled = (...programs: string[]) =>
  programs.every(findProgram) ? describe : describe.skip;

jest.setTimeout(180_000);

describe('instances with real servers', () => {
  let sandbox: OperatorHarness;

  beforeEach(() => {
    sandbox = new OperatorHarness({ realProcesses: true });
  });
  afterEach(() => sandbox.dispose());

  const secret = (
    name: string,
    values: Record<string, string>,
    labels: Record<string, string> = {},
  ) =>
    sandbox.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, labels },
      data: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          Buffer.from(value).toString('base64'),
        ]),
      ),
    });
  const nodePort = (service: string) =>
    sandbox.get('Service', service)?.spec.ports[0].nodePort as number;
  const startedPort = () =>
    sandbox
      .events('ServerStarted')
      .map(message => Number(message.split(':').at(-1)))
      .at(-1);
  /** Runs a program until it succeeds, since a server may be restarting, and answers what it wrote. */
  async function eventually(run: () => ReturnType<typeof runProgram>) {
    let last = await run();
    await sandbox.until(() => {
      if (last.code === 0) return true;
      run().then(next => (last = next));
      return false;
    });
    return last.stdout.trim();
  }
  const logs = async (pod: string) => {
    const lines: string[] = [];
    const object = sandbox.get('Pod', pod)!;
    const all = sandbox.pods.logs(
      object,
      {
        container: object.spec.containers[0].name,
        follow: false,
        previous: false,
        timestamps: true,
      },
      new AbortController().signal,
    );
    for await (const line of all!) lines.push(line);
    return lines;
  };

  whenInstalled('redis-server', 'redis-cli')('Redis', () => {
    const redis = (spec: Record<string, unknown> = {}) => ({
      apiVersion: REDIS,
      kind: 'RedisReplication',
      metadata: { name: 'cache' },
      spec: {
        clusterSize: 3,
        kubernetesConfig: {
          image: 'quay.io/opstree/redis:v7.0.15',
          redisSecret: { name: 'cache-auth', key: 'password' },
          resources: { limits: { memory: '64Mi' } },
        },
        redisConfig: {
          maxMemoryPercentOfLimit: 75,
          dynamicConfig: ['maxmemory-policy allkeys-lru'],
        },
        storage: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '1Gi' } },
            },
          },
        },
        ...spec,
      },
    });
    const cli = (port: number, password: string, ...args: string[]) =>
      runProgram(
        findProgram('redis-cli')!,
        ['-e', '-h', '127.0.0.1', '-p', String(port), ...args],
        { env: { REDISCLI_AUTH: password } },
      );
    const isUp = () =>
      sandbox.get('RedisReplication', 'cache', REDIS)?.status?.masterNode ===
        'cache-0' &&
      sandbox.get('StatefulSet', 'cache', 'apps/v1')?.status?.readyReplicas ===
        3;

    it('lets clients in on the node port of whichever Service leads to the master', async () => {
      const password = randomBytes(12).toString('hex');
      secret('cache-auth', { password });
      sandbox.apply(redis());
      sandbox.apply({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'cache-external' },
        spec: {
          type: 'NodePort',
          selector: { app: 'cache', 'redis-role': 'master' },
          ports: [{ name: 'redis', port: 6379, targetPort: 6379 }],
        },
      });
      await sandbox.until(() => isUp() && startedPort());
      await sandbox.until(() => startedPort() === nodePort('cache-external'));
      const port = nodePort('cache-external');
      await eventually(() => cli(port, password, 'SET', 'k', 'v'));
      expect((await cli(port, 'wrong', 'GET', 'k')).stdout).not.toContain('v');
      expect(
        (await cli(port, password, 'CONFIG', 'GET', 'maxmemory')).stdout,
      ).toContain(String((64 << 20) * 0.75));
      expect(
        await eventually(() =>
          cli(port, password, 'CONFIG', 'GET', 'maxmemory-policy'),
        ),
      ).toContain('allkeys-lru');
      expect(sandbox.events('ReplicasSimulated')).toHaveLength(1);
      expect(
        sandbox.get('Pod', 'cache-0')!.metadata.annotations,
      ).not.toHaveProperty(['sandbox.jimu.dev/simulated']);
      expect((await logs('cache-0')).join('\n')).toMatch(
        /^\d{4}-\d\d-\d\dT.*Z .*Ready to accept connections$/m,
      );

      const before = sandbox.get('Pod', 'cache-0')!.metadata.uid;
      sandbox.apply({
        ...redis(),
        metadata: { name: 'cache', annotations: { restarted: 'x' } } as never,
      });
      await sandbox.until(
        () => isUp() && sandbox.get('Pod', 'cache-0')!.metadata.uid !== before,
      );
      expect(await eventually(() => cli(port, password, 'GET', 'k'))).toBe('v');

      await sandbox.restart();
      await sandbox.until(isUp);
      expect(await eventually(() => cli(port, password, 'GET', 'k'))).toBe('v');
    });

    it('is not ready while its server does not run, and ends it with the instance', async () => {
      secret('cache-auth', { password: 'p' });
      sandbox.apply(redis({ clusterSize: 1 }));
      const readyPods = () =>
        sandbox.get('StatefulSet', 'cache', 'apps/v1')?.status?.readyReplicas;
      await sandbox.until(() => readyPods() === 1);
      const info = await eventually(() =>
        cli(startedPort()!, 'p', 'INFO', 'server'),
      );
      const pid = Number(/process_id:(\d+)/.exec(info)![1]);
      process.kill(pid, 'SIGKILL');
      await sandbox.until(() => (readyPods() ?? 0) === 0);
      await sandbox.until(() => readyPods() === 1);
      expect(sandbox.events('ServerBackOff')[0]).toMatch(/SIGKILL/);
      const again = await eventually(() =>
        cli(startedPort()!, 'p', 'INFO', 'server'),
      );
      const next = Number(/process_id:(\d+)/.exec(again)![1]);
      sandbox.api.delete(sandbox.ref('RedisReplication', 'cache', REDIS));
      await sandbox.until(() => processStart(next) === undefined);
    });
  });

  whenInstalled('mariadbd', 'mariadb')('Percona XtraDB', () => {
    const cluster = (users: unknown[], spec: Record<string, unknown> = {}) => ({
      apiVersion: PXC,
      kind: 'PerconaXtraDBCluster',
      metadata: {
        name: 'orders',
        finalizers: ['percona.com/delete-pxc-pvc', 'percona.com/delete-ssl'],
      },
      spec: {
        crVersion: '1.20.0',
        unsafeFlags: { pxcSize: true, proxySize: true },
        pxc: {
          size: 1,
          image: 'percona/percona-xtradb-cluster:8.4.8-8.1',
          volumeSpec: {
            persistentVolumeClaim: {
              resources: { requests: { storage: '6Gi' } },
            },
          },
        },
        haproxy: {
          enabled: true,
          size: 1,
          image: 'percona/haproxy:2.8.18-1',
          exposePrimary: { type: 'NodePort' },
        },
        users,
        ...spec,
      },
    });
    const user = (name: string, database: string, grants: string[]) => ({
      name,
      dbs: [database],
      hosts: ['%'],
      grants,
      passwordSecretRef: { name: `bind-${name}`, key: 'password' },
    });
    const sql = (name: string, password: string, statement: string) =>
      runProgram(
        findProgram('mariadb')!,
        [
          '--no-defaults',
          '-h127.0.0.1',
          `-P${nodePort('orders-haproxy')}`,
          `-u${name}`,
          '-N',
          '-e',
          statement,
        ],
        { env: { MYSQL_PWD: password } },
      );
    const isReady = () => {
      const live = sandbox.get('PerconaXtraDBCluster', 'orders', PXC);
      return (
        live?.status?.state === 'ready' &&
        live.status.observedGeneration === live.metadata.generation
      );
    };
    const isBound = (name: string) =>
      sandbox.get('Secret', `bind-${name}`)?.metadata.annotations?.[
        `percona.com/orders-${name}-hash`
      ];

    it('makes accounts, changes passwords, keeps what is unbound until a Job drops it, restores', async () => {
      secret('bind-rw', { password: `it's` });
      secret('bind-ro', { password: 'look' });
      sandbox.apply(
        cluster(
          [user('rw', 'shop_a', ['ALL']), user('ro', 'shop_a', ['SELECT'])],
          {
            backup: {
              image: 'b',
              storages: { default: { type: 's3', s3: { bucket: 'b' } } },
            },
          },
        ),
      );
      await sandbox.until(() => isReady() && isBound('rw') && isBound('ro'));
      await eventually(() =>
        sql(
          'rw',
          `it's`,
          'CREATE TABLE shop_a.t (i INT PRIMARY KEY); INSERT INTO shop_a.t VALUES (7)',
        ),
      );
      expect((await sql('ro', 'look', 'SELECT i FROM shop_a.t')).stdout).toBe(
        '7\n',
      );
      expect(
        (await sql('ro', 'look', 'INSERT INTO shop_a.t VALUES (8)')).stderr,
      ).toMatch(/denied/);
      expect(
        (await sql('rw', `it's`, 'CREATE DATABASE shopxa')).stderr,
      ).toMatch(/denied/);
      const root = sandbox.secret('orders-secrets', 'root')!;
      expect((await sql('root', root, 'SELECT 1')).stdout).toBe('1\n');

      const hash = isBound('ro');
      secret('bind-ro', { password: 'see' });
      await sandbox.until(() => isBound('ro') !== hash);
      expect((await sql('ro', 'look', 'SELECT 1')).code).not.toBe(0);
      expect((await sql('ro', 'see', 'SELECT 1')).stdout).toBe('1\n');

      sandbox.apply({
        apiVersion: PXC,
        kind: 'PerconaXtraDBClusterBackup',
        metadata: { name: 'first' },
        spec: { pxcCluster: 'orders', storageName: 'default' },
      });
      await sandbox.until(
        () =>
          sandbox.get('PerconaXtraDBClusterBackup', 'first', PXC)?.status
            ?.state === 'Succeeded',
      );
      expect((await sql('rw', `it's`, 'DELETE FROM shop_a.t')).code).toBe(0);
      sandbox.apply({
        apiVersion: PXC,
        kind: 'PerconaXtraDBClusterRestore',
        metadata: { name: 'back' },
        spec: { pxcCluster: 'orders', backupName: 'first' },
      });
      await sandbox.until(
        () =>
          sandbox.get('PerconaXtraDBClusterRestore', 'back', PXC)?.status
            ?.state === 'Succeeded',
      );
      expect((await sql('ro', 'see', 'SELECT i FROM shop_a.t')).stdout).toBe(
        '7\n',
      );

      sandbox.apply(cluster([user('rw', 'shop_a', ['ALL'])]));
      await sandbox.until(isReady);
      expect((await sql('ro', 'see', 'SELECT 1')).stdout).toBe('1\n');
      const job = (name: string, ...command: string[]) =>
        sandbox.apply({
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name },
          spec: {
            backoffLimit: 0,
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [
                  {
                    name: 'mysql',
                    image: 'percona/percona-server:8.4',
                    command,
                    env: [
                      {
                        name: 'MYSQL_PWD',
                        valueFrom: {
                          secretKeyRef: { name: 'orders-secrets', key: 'root' },
                        },
                      },
                    ],
                  },
                ],
              },
            },
          },
        });
      const host = `orders-haproxy.${NAMESPACE}`;
      const escaped = join(sandbox.folder, 'escaped');
      job(
        'drop',
        'mysql',
        '-h',
        host,
        '-uroot',
        '-e',
        `DROP USER IF EXISTS 'ro'@'%'`,
      );
      job(
        'shell',
        'mysql',
        '-h',
        host,
        '-uroot',
        '-e',
        `\\! touch ${escaped}\nsystem touch ${escaped}\nsource ${escaped}`,
      );
      job('lost', 'mysql', '-h', 'nowhere', '-uroot', '-e', 'SELECT 1');
      const jobStatus = (name: string) =>
        sandbox.get('Job', name, 'batch/v1')?.status;
      await sandbox.until(() => jobStatus('drop')?.succeeded === 1);
      await sandbox.until(() => jobStatus('shell')?.failed === 1);
      expect(existsSync(escaped)).toBe(false);
      await sandbox.until(() => jobStatus('lost')?.failed === 1);
      expect((await sql('ro', 'see', 'SELECT 1')).stderr).toMatch(/denied/);

      sandbox.apply(cluster([user('rw', 'shop_a', ['ALL'])], { pause: true }));
      await sandbox.until(
        () =>
          sandbox.get('PerconaXtraDBCluster', 'orders', PXC)?.status.state ===
          'paused',
      );
      expect((await sql('rw', `it's`, 'SELECT 1')).stderr).toMatch(/connect/i);
      sandbox.apply(cluster([user('rw', 'shop_a', ['ALL'])], { pause: false }));
      await sandbox.until(isReady);
      expect((await sql('rw', `it's`, 'SELECT i FROM shop_a.t')).stdout).toBe(
        '7\n',
      );
      expect((await logs('orders-pxc-0')).join('\n')).toContain(
        'ready for connections',
      );
    });
  });

  whenInstalled(
    'postgres',
    'initdb',
    'psql',
  )('CloudNativePG', () => {
    const cluster = () => ({
      apiVersion: CNPG,
      kind: 'Cluster',
      metadata: { name: 'ledger' },
      spec: {
        instances: 2,
        imageName: 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie',
        storage: { size: '5Gi' },
        bootstrap: {
          initdb: {
            database: 'app',
            owner: 'app',
            postInitApplicationSQL: [
              'CREATE TABLE public.seeded (i int)',
              'ALTER TABLE public.seeded OWNER TO app;',
            ],
          },
        },
        managed: {
          services: {
            additional: [
              {
                selectorType: 'rw',
                serviceTemplate: {
                  metadata: { name: 'ledger-external' },
                  spec: { type: 'NodePort' },
                },
              },
            ],
          },
        },
      },
    });
    const psql = (
      user: string,
      password: string,
      statement: string,
      database = 'app',
    ) =>
      runProgram(
        findProgram('psql')!,
        [
          '-X',
          '-A',
          '-t',
          '-h',
          '127.0.0.1',
          '-p',
          String(nodePort('ledger-external')),
          '-U',
          user,
          '-d',
          database,
          '-c',
          statement,
        ],
        { env: { PGPASSWORD: password } },
      );
    const isHealthy = () => {
      const status = sandbox.get('Cluster', 'ledger', CNPG)?.status;
      return (
        status?.phase === 'Cluster in healthy state' &&
        status.readyInstances === 2
      );
    };
    const applied = (kind: string, name: string) =>
      sandbox.get(kind, name, CNPG)?.status?.applied;

    it('lets the owner and roles in, and drops what may be dropped', async () => {
      sandbox.apply(cluster());
      await sandbox.until(isHealthy);
      const app = () => sandbox.secret('ledger-app', 'password')!;
      expect((await psql('app', 'wrong', 'SELECT 1')).code).not.toBe(0);
      await eventually(() =>
        psql('app', app(), 'INSERT INTO seeded VALUES (7)'),
      );
      expect((await psql('postgres', '', 'SELECT 1')).code).not.toBe(0);

      const login = (password: string) =>
        secret(
          'bind-1',
          { username: 'u1', password },
          { 'cnpg.io/reload': 'true' },
        );
      login('first');
      const role = (spec: Record<string, unknown> = {}) =>
        sandbox.apply({
          apiVersion: CNPG,
          kind: 'DatabaseRole',
          metadata: { name: 'bind-1' },
          spec: {
            cluster: { name: 'ledger' },
            name: 'u1',
            login: true,
            inRoles: ['app'],
            comment: `jimu's`,
            passwordSecret: { name: 'bind-1' },
            databaseRoleReclaimPolicy: 'delete',
            ...spec,
          },
        });
      role({ inRoles: ['nobody'] });
      await sandbox.until(() => applied('DatabaseRole', 'bind-1') === false);
      expect(sandbox.get('DatabaseRole', 'bind-1', CNPG)!.status.message).toBe(
        'role "nobody" does not exist',
      );
      role();
      await sandbox.until(() => applied('DatabaseRole', 'bind-1') === true);
      expect(
        (await psql('u1', 'first', 'SELECT i FROM seeded')).stdout.trim(),
      ).toBe('7');
      login('second');
      await eventually(() => psql('u1', 'second', 'SELECT 1'));
      expect((await psql('u1', 'first', 'SELECT 1')).code).not.toBe(0);

      sandbox.apply({
        apiVersion: CNPG,
        kind: 'Database',
        metadata: { name: 'shop' },
        spec: {
          cluster: { name: 'ledger' },
          name: 'shop',
          owner: 'u1',
          databaseReclaimPolicy: 'delete',
          schemas: [{ name: 'sales', owner: 'u1' }],
        },
      });
      await sandbox.until(() => applied('Database', 'shop') === true);
      await eventually(() =>
        psql('u1', 'second', 'CREATE TABLE sales.t (i int)', 'shop'),
      );
      sandbox.api.delete(sandbox.ref('DatabaseRole', 'bind-1', CNPG));
      await sandbox.until(() => applied('DatabaseRole', 'bind-1') === false);
      expect(
        sandbox.get('DatabaseRole', 'bind-1', CNPG)!.status.message,
      ).toMatch(/cannot be dropped because some objects depend on it/);
      sandbox.api.delete(sandbox.ref('Database', 'shop', CNPG));
      await sandbox.until(() => !sandbox.get('DatabaseRole', 'bind-1', CNPG));
      expect((await psql('u1', 'second', 'SELECT 1')).code).not.toBe(0);

      await sandbox.restart();
      await sandbox.until(isHealthy);
      expect(
        await eventually(() => psql('app', app(), 'SELECT i FROM seeded')),
      ).toBe('7');
      expect((await logs('ledger-1')).join('\n')).toContain(
        'ready to accept connections',
      );
      sandbox.api.delete(sandbox.ref('Cluster', 'ledger', CNPG));
      const port = nodePort('ledger-external');
      await sandbox.until(
        () => sandbox.names('PersistentVolumeClaim').length === 0,
      );
      const gone = () =>
        runProgram(findProgram('pg_isready') ?? 'pg_isready', [
          '-h',
          '127.0.0.1',
          '-p',
          String(port),
        ]);
      let code = 0;
      await sandbox.until(() => {
        gone().then(result => (code = result.code));
        return code === 2;
      });
    });
  });
});
