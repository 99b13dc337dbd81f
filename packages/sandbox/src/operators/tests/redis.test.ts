import { NAMESPACE, OperatorHarness } from './operatorHarness';

const API = 'redis.redis.opstreelabs.in/v1beta2';

const replication = (spec: Record<string, unknown> = {}) => ({
  apiVersion: API,
  kind: 'RedisReplication',
  metadata: { name: 'cache' },
  spec: {
    clusterSize: 3,
    kubernetesConfig: {
      image: 'quay.io/opstree/redis:v7.0.15',
      imagePullPolicy: 'IfNotPresent',
      redisSecret: { name: 'cache-auth', key: 'password' },
      resources: { limits: { memory: '256Mi' } },
      service: { serviceType: 'NodePort' },
    },
    storage: {
      volumeClaimTemplate: {
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
        },
      },
    },
    sentinel: {
      size: 3,
      image: 'quay.io/opstree/redis-sentinel:v7.0.15',
    },
    ...spec,
  },
});

const auth = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'cache-auth' },
  data: { password: Buffer.from('s3cret').toString('base64') },
};

jest.setTimeout(60_000);

describe('RedisReplication', () => {
  let sandbox: OperatorHarness;

  beforeEach(() => {
    sandbox = new OperatorHarness();
  });
  afterEach(() => sandbox.dispose());

  const set = (name = 'cache') => sandbox.get('StatefulSet', name, 'apps/v1');
  const status = () => sandbox.get('RedisReplication', 'cache', API)?.status;
  const isUp = () =>
    status()?.masterNode === 'cache-0' &&
    set()?.status?.readyReplicas === set()?.spec.replicas &&
    set()?.status?.updatedReplicas === set()?.spec.replicas;

  it('comes up with master, replicas, sentinels and the Services of both', async () => {
    sandbox.apply(auth);
    sandbox.apply(replication());
    await sandbox.until(isUp);
    await sandbox.until(() => set('cache-s')?.status?.readyReplicas === 3);
    expect(status()).toEqual({
      masterNode: 'cache-0',
      connectionInfo: {
        host: `cache-s-hl.${NAMESPACE}.svc.cluster.local`,
        port: 26379,
        masterName: 'mymaster',
      },
    });
    expect(sandbox.names('Service')).toEqual([
      'cache',
      'cache-additional',
      'cache-headless',
      'cache-master',
      'cache-replica',
      'cache-s-hl',
    ]);
    expect(sandbox.get('Service', 'cache')!.spec.type).toBe('ClusterIP');
    expect(sandbox.get('Service', 'cache-additional')!.spec.type).toBe(
      'NodePort',
    );
    expect(sandbox.names('PersistentVolumeClaim')).toEqual([
      'cache-cache-0',
      'cache-cache-1',
      'cache-cache-2',
    ]);
    await sandbox.until(
      () =>
        sandbox.get('Pod', 'cache-2')?.metadata.labels?.['redis-role'] ===
        'slave',
    );
    const pod = sandbox.get('Pod', 'cache-0')!;
    expect(pod.metadata.labels).toMatchObject({
      app: 'cache',
      'redis-role': 'master',
    });
    expect(pod.metadata.annotations).toMatchObject({
      'sandbox.jimu.dev/simulated': 'true',
    });
    expect(sandbox.events('Simulated')).toEqual([
      'No real redis-server runs for this instance: real servers are switched off',
    ]);
  });

  it('waits for the Secret with the password', async () => {
    sandbox.apply(replication({ sentinel: undefined }));
    await sandbox.until(
      () =>
        sandbox.get('Pod', 'cache-0')?.status?.containerStatuses?.[0].state
          .waiting?.reason === 'CreateContainerConfigError',
    );
    expect(status()?.masterNode).toBeUndefined();
    sandbox.apply(auth);
    await sandbox.until(isUp);
    expect(status()?.masterNode).toBe('cache-0');
  });

  it('scales, grows its volumes, and restarts for a changed annotation', async () => {
    sandbox.apply(auth);
    sandbox.apply(replication({ clusterSize: 1, sentinel: undefined }));
    await sandbox.until(isUp);
    const bigger = replication({ clusterSize: 3, sentinel: undefined });
    bigger.spec.storage.volumeClaimTemplate.spec.resources.requests.storage =
      '2Gi';
    sandbox.apply(bigger);
    await sandbox.until(() => set()?.status?.readyReplicas === 3);
    await sandbox.until(
      () =>
        sandbox.get('PersistentVolumeClaim', 'cache-cache-0')?.status?.capacity
          .storage === '2Gi',
    );
    const before = sandbox.get('Pod', 'cache-0')!.metadata.uid;
    sandbox.apply({
      ...bigger,
      metadata: { name: 'cache', annotations: { restarted: 'now' } } as never,
    });
    await sandbox.until(
      () => isUp() && sandbox.get('Pod', 'cache-0')?.metadata.uid !== before,
    );
    expect(sandbox.get('Pod', 'cache-0')!.metadata.annotations).toMatchObject({
      restarted: 'now',
    });
  });

  it.each([
    [false, []],
    [true, ['cache-cache-0', 'cache-cache-1', 'cache-cache-2']],
  ])(
    'leaves with keepAfterDelete %s only the volumes %j',
    async (keepAfterDelete, left) => {
      sandbox.apply(auth);
      const wanted = replication();
      sandbox.apply({
        ...wanted,
        spec: {
          ...wanted.spec,
          storage: { ...wanted.spec.storage, keepAfterDelete },
        },
      });
      await sandbox.until(isUp);
      sandbox.api.delete(sandbox.ref('RedisReplication', 'cache', API));
      await sandbox.until(
        () =>
          sandbox.names('Pod').length === 0 &&
          sandbox.names('StatefulSet', 'apps/v1').length === 0 &&
          sandbox.names('Service').length === 0 &&
          sandbox.names('RedisReplication', API).length === 0,
      );
      await sandbox.until(
        () => sandbox.names('PersistentVolumeClaim').length === left.length,
      );
      expect(sandbox.names('PersistentVolumeClaim')).toEqual(left);
      expect(sandbox.names('Secret')).toEqual(['cache-auth']);
    },
  );

  it('can be deleted before it is up, and comes up after a restart in the middle', async () => {
    sandbox.apply(replication());
    await sandbox.until(() => set());
    sandbox.api.delete(sandbox.ref('RedisReplication', 'cache', API));
    await sandbox.until(
      () =>
        sandbox.names('RedisReplication', API).length === 0 &&
        sandbox.names('StatefulSet', 'apps/v1').length === 0 &&
        sandbox.names('Pod').length === 0 &&
        sandbox.names('PersistentVolumeClaim').length === 0,
    );
    sandbox.apply(auth);
    sandbox.apply(replication());
    await sandbox.until(() => set());
    await sandbox.restart();
    await sandbox.until(isUp);
    expect(sandbox.names('Pod').filter(n => /^cache-\d$/.test(n))).toHaveLength(
      3,
    );
  });

  it('forms a cluster of leaders and followers', async () => {
    sandbox.apply({
      apiVersion: API,
      kind: 'RedisCluster',
      metadata: { name: 'shards' },
      spec: {
        clusterSize: 3,
        kubernetesConfig: { image: 'quay.io/opstree/redis:v7.0.15' },
      },
    });
    const state = () => sandbox.get('RedisCluster', 'shards', API)?.status;
    await sandbox.until(() => state()?.state === 'Initializing');
    await sandbox.until(() => state()?.state === 'Ready');
    expect(state()).toEqual({
      state: 'Ready',
      reason: 'RedisCluster is ready',
      readyLeaderReplicas: 3,
      readyFollowerReplicas: 3,
    });
    expect(sandbox.events('Simulated')).toEqual([
      'No real redis-server runs for this instance: clusters with shards are simulated',
    ]);
  });
});
