import { X509Certificate } from 'node:crypto';
import { NAMESPACE, OperatorHarness } from './operatorHarness';

const API = 'kafka.strimzi.io/v1';
const SETS = 'core.strimzi.io/v1';

const pool = (
  name: string,
  roles: string[],
  replicas: number,
  deleteClaim = true,
) => ({
  apiVersion: API,
  kind: 'KafkaNodePool',
  metadata: { name, labels: { 'strimzi.io/cluster': 'events' } },
  spec: {
    replicas,
    roles,
    storage: {
      type: 'jbod',
      volumes: [
        {
          id: 0,
          type: 'persistent-claim',
          size: '10Gi',
          kraftMetadata: 'shared',
          deleteClaim,
        },
      ],
    },
  },
});

const kafka = (
  spec: Record<string, unknown> = {},
  annotations: Record<string, string> = {},
) => ({
  apiVersion: API,
  kind: 'Kafka',
  metadata: { name: 'events', annotations },
  spec: {
    kafka: {
      version: '4.3.1',
      metadataVersion: '4.3-IV0',
      listeners: [
        {
          name: 'scram',
          port: 9093,
          type: 'internal',
          tls: true,
          authentication: { type: 'scram-sha-512' },
        },
      ],
      authorization: { type: 'simple' },
      config: { 'default.replication.factor': 1 },
      ...spec,
    },
    entityOperator: { topicOperator: {}, userOperator: {} },
  },
});

const user = (type: string) => ({
  apiVersion: API,
  kind: 'KafkaUser',
  metadata: { name: 'app-1', labels: { 'strimzi.io/cluster': 'events' } },
  spec: {
    authentication: { type },
    authorization: {
      type: 'simple',
      acls: [{ resource: { type: 'topic', name: '*' }, operations: ['Read'] }],
    },
  },
});

const topic = (spec: Record<string, unknown> = {}) => ({
  apiVersion: API,
  kind: 'KafkaTopic',
  metadata: { name: 'clicks', labels: { 'strimzi.io/cluster': 'events' } },
  spec: { partitions: 3, replicas: 1, ...spec },
});

jest.setTimeout(60_000);

describe('Strimzi', () => {
  let sandbox: OperatorHarness;

  beforeEach(() => {
    sandbox = new OperatorHarness();
  });
  afterEach(() => sandbox.dispose());

  const status = (kind: string, name: string) =>
    sandbox.get(kind, name, API)?.status;
  const condition = (kind: string, name: string, type: string) =>
    status(kind, name)?.conditions?.find((c: any) => c.type === type);
  const isReady = (kind = 'Kafka', name = 'events') =>
    status(kind, name)?.observedGeneration ===
      sandbox.get(kind, name, API)?.metadata.generation &&
    condition(kind, name, 'Ready')?.status === 'True';
  const small = () => {
    sandbox.apply(pool('brk', ['controller', 'broker'], 1));
    sandbox.apply(kafka());
  };

  it('says Creating, then Ready at the end of its first pass only', async () => {
    sandbox.apply(pool('ctl', ['controller'], 3));
    sandbox.apply(pool('brk', ['broker'], 3));
    sandbox.apply(kafka());
    await sandbox.until(() => condition('Kafka', 'events', 'NotReady'));
    expect(condition('Kafka', 'events', 'NotReady')).toMatchObject({
      status: 'True',
      reason: 'Creating',
      message: 'Kafka cluster is being deployed',
    });
    expect(status('Kafka', 'events').observedGeneration).toBeUndefined();
    await sandbox.until(isReady);
    const certificate = sandbox.secret('events-cluster-ca-cert', 'ca.crt')!;
    expect(status('Kafka', 'events')).toMatchObject({
      kafkaVersion: '4.3.1',
      kafkaMetadataVersion: '4.3-IV0',
      operatorLastSuccessfulVersion: '1.2.0',
      clusterId: expect.stringMatching(/^[\w-]{22}$/),
      kafkaNodePools: [{ name: 'brk' }, { name: 'ctl' }],
      listeners: [
        {
          name: 'scram',
          bootstrapServers: `events-kafka-bootstrap.${NAMESPACE}.svc:9093`,
          certificates: [certificate],
        },
      ],
    });
    expect(new X509Certificate(certificate).ca).toBe(true);
    expect(status('KafkaNodePool', 'ctl')).toMatchObject({
      nodeIds: [0, 1, 2],
      replicas: 3,
      roles: ['controller'],
    });
    expect(status('KafkaNodePool', 'brk')).toMatchObject({
      nodeIds: [3, 4, 5],
      observedGeneration: 1,
    });
    expect(sandbox.names('StrimziPodSet', SETS)).toEqual([
      'events-brk',
      'events-ctl',
    ]);
    expect(sandbox.names('PersistentVolumeClaim')).toContain(
      'data-0-events-brk-5',
    );
    expect(sandbox.names('Service')).toEqual([
      'events-kafka-bootstrap',
      'events-kafka-brokers',
    ]);
    expect(
      Object.keys(sandbox.get('Secret', 'events-cluster-ca-cert')!.data).sort(),
    ).toEqual(['ca.crt', 'ca.p12', 'ca.password']);
    expect(
      sandbox.get('Pod', 'events-brk-3')!.metadata.annotations,
    ).toMatchObject({ 'sandbox.jimu.dev/simulated': 'true' });
  });

  it.each([
    ['no pools', () => {}, kafka(), /no KafkaNodePools found/],
    [
      'an unknown version',
      () => sandbox.apply(pool('brk', ['controller', 'broker'], 1)),
      kafka({ version: '2.8.0' }),
      /Unsupported Kafka.spec.kafka.version: 2.8.0/,
    ],
    [
      'no brokers',
      () => sandbox.apply(pool('ctl', ['controller'], 1)),
      kafka(),
      /broker role/,
    ],
    [
      'more copies than brokers',
      () => sandbox.apply(pool('brk', ['controller', 'broker'], 1)),
      kafka({ config: { 'default.replication.factor': 3 } }),
      /should be set to 1 or less/,
    ],
    [
      'a forbidden port',
      () => sandbox.apply(pool('brk', ['controller', 'broker'], 1)),
      kafka({
        listeners: [{ name: 'a', port: 9404, type: 'internal', tls: false }],
      }),
      /port 9404 is forbidden/,
    ],
  ])('refuses %s', async (_, prepare, wanted, message) => {
    prepare();
    sandbox.apply(wanted);
    await sandbox.until(
      () =>
        condition('Kafka', 'events', 'NotReady')?.reason ===
        'InvalidResourceException',
    );
    expect(condition('Kafka', 'events', 'NotReady').message).toMatch(message);
    expect(sandbox.names('Pod')).toEqual([]);
  });

  it('takes a pool that comes after the Kafka, scales, and will not shrink under data', async () => {
    sandbox.apply(kafka());
    await sandbox.until(() => condition('Kafka', 'events', 'NotReady'));
    sandbox.apply(pool('brk', ['controller', 'broker'], 1));
    await sandbox.until(isReady);
    sandbox.apply(pool('more', ['broker'], 2));
    await sandbox.until(
      () => status('KafkaNodePool', 'more')?.replicas === 2 && isReady(),
    );
    sandbox.apply(topic());
    await sandbox.until(() => isReady('KafkaTopic', 'clicks'));
    sandbox.apply(pool('more', ['broker'], 1));
    await sandbox.until(() => condition('Kafka', 'events', 'Warning'));
    expect(condition('Kafka', 'events', 'Warning').message).toContain(
      'Reverting scale-down',
    );
    expect(status('KafkaNodePool', 'more').replicas).toBe(2);
    sandbox.api.delete(sandbox.ref('KafkaTopic', 'clicks', API));
    await sandbox.until(() => !sandbox.get('KafkaTopic', 'clicks', API));
    sandbox.apply(
      kafka({}, { 'strimzi.io/skip-broker-scaledown-check': 'true' }),
    );
    await sandbox.until(
      () =>
        status('KafkaNodePool', 'more').replicas === 1 &&
        !sandbox.get('Pod', 'events-more-2') &&
        !sandbox.get('PersistentVolumeClaim', 'data-0-events-more-2'),
    );
  });

  it('rolls pods one by one by annotation and for a new version', async () => {
    sandbox.apply(pool('brk', ['controller', 'broker'], 3));
    sandbox.apply(kafka());
    await sandbox.until(isReady);
    const uids = () =>
      [0, 1, 2].map(
        id => sandbox.get('Pod', `events-brk-${id}`)?.metadata.uid ?? '',
      );
    const before = uids();
    let most = 0;
    const watchPods = () => {
      most = Math.max(
        most,
        3 - sandbox.names('Pod').filter(n => n.startsWith('events-brk')).length,
      );
    };
    const set = sandbox.ref('StrimziPodSet', 'events-brk', SETS);
    sandbox.api.patch(set, {
      metadata: {
        annotations: { 'strimzi.io/manual-rolling-update': 'true' },
      },
    });
    await sandbox.until(() => {
      watchPods();
      return (
        sandbox.api.get(set)!.metadata.annotations?.[
          'strimzi.io/manual-rolling-update'
        ] === undefined
      );
    });
    expect(uids().filter(each => before.includes(each))).toEqual([]);
    expect(most).toBeLessThanOrEqual(1);
    expect(sandbox.events('ManualRollingUpdate').length).toBe(3);
    sandbox.apply(kafka({ version: '4.2.1', metadataVersion: '4.2-IV1' }));
    expect(condition('Kafka', 'events', 'Ready').status).toBe('True');
    await sandbox.until(
      () => status('Kafka', 'events').kafkaVersion === '4.2.1',
    );
    expect(
      sandbox.get('Pod', 'events-brk-0')!.spec.containers[0].image,
    ).toContain('kafka-4.2.1');
  });

  it('pauses', async () => {
    small();
    await sandbox.until(isReady);
    sandbox.apply(kafka({}, { 'strimzi.io/pause-reconciliation': 'true' }));
    await sandbox.until(() =>
      condition('Kafka', 'events', 'ReconciliationPaused'),
    );
    expect(isReady()).toBe(false);
    sandbox.apply(kafka({}, { 'strimzi.io/pause-reconciliation': 'false' }));
    await sandbox.until(isReady);
  });

  it('gives users Secrets, and a new password when one is deleted', async () => {
    small();
    sandbox.apply(user('scram-sha-512'));
    await sandbox.until(() => isReady('KafkaUser', 'app-1'));
    expect(status('KafkaUser', 'app-1')).toMatchObject({
      username: 'app-1',
      secret: 'app-1',
    });
    const password = sandbox.secret('app-1', 'password')!;
    expect(password).toMatch(/^\w{32}$/);
    expect(sandbox.secret('app-1', 'sasl.jaas.config')).toBe(
      `org.apache.kafka.common.security.scram.ScramLoginModule required username="app-1" password="${password}";`,
    );
    sandbox.api.delete(sandbox.ref('Secret', 'app-1'));
    await sandbox.until(() => {
      const next = sandbox.secret('app-1', 'password');
      return next !== undefined && next !== password;
    });
    sandbox.api.delete(sandbox.ref('KafkaUser', 'app-1', API));
    await sandbox.until(() => !sandbox.get('Secret', 'app-1'));

    sandbox.apply(user('tls'));
    await sandbox.until(() => isReady('KafkaUser', 'app-1'));
    expect(status('KafkaUser', 'app-1').username).toBe('CN=app-1');
    expect(
      new X509Certificate(sandbox.secret('app-1', 'user.crt')!).verify(
        new X509Certificate(sandbox.secret('app-1', 'ca.crt')!).publicKey,
      ),
    ).toBe(true);
  });

  it('refuses access rules where the cluster checks none', async () => {
    sandbox.apply(pool('brk', ['controller', 'broker'], 1));
    sandbox.apply(kafka({ authorization: undefined }));
    sandbox.apply(user('scram-sha-512'));
    await sandbox.until(() => condition('KafkaUser', 'app-1', 'NotReady'));
    expect(condition('KafkaUser', 'app-1', 'NotReady')).toMatchObject({
      status: 'True',
      reason: 'InvalidResourceException',
    });
  });

  it('holds topics until a living topic operator lets them go', async () => {
    small();
    sandbox.apply(topic({ replicas: 3 }));
    await sandbox.until(
      () => condition('KafkaTopic', 'clicks', 'Ready')?.status === 'False',
    );
    expect(condition('KafkaTopic', 'clicks', 'Ready').message).toContain(
      'only 1 broker(s) are registered',
    );
    sandbox.apply(topic());
    await sandbox.until(() => isReady('KafkaTopic', 'clicks'));
    sandbox.apply(topic({ partitions: 1 }));
    await sandbox.until(
      () =>
        condition('KafkaTopic', 'clicks', 'Ready').reason === 'NotSupported',
    );
    sandbox.api.delete(sandbox.ref('Kafka', 'events', API));
    await sandbox.until(() => sandbox.names('Pod').length === 0);
    sandbox.api.delete(sandbox.ref('KafkaTopic', 'clicks', API));
    expect(
      sandbox.get('KafkaTopic', 'clicks', API)!.metadata.finalizers,
    ).toEqual(['strimzi.io/topic-operator']);
    sandbox.apply(kafka());
    await sandbox.until(() => !sandbox.get('KafkaTopic', 'clicks', API));
  });

  it('takes with it what it owns: not pools, users and topics, nor volumes that are to stay', async () => {
    sandbox.apply(pool('brk', ['controller', 'broker'], 1, false));
    sandbox.apply(kafka());
    sandbox.apply(user('scram-sha-512'));
    await sandbox.until(() => isReady() && isReady('KafkaUser', 'app-1'));
    sandbox.api.delete(sandbox.ref('Kafka', 'events', API));
    await sandbox.until(
      () =>
        ['Pod', 'Service'].every(kind => sandbox.names(kind).length === 0) &&
        sandbox.names('Deployment', 'apps/v1').length === 0 &&
        sandbox.names('StrimziPodSet', SETS).length === 0 &&
        sandbox.names('Secret').length === 1,
    );
    expect(sandbox.names('Secret')).toEqual(['app-1']);
    expect(sandbox.names('KafkaNodePool', API)).toEqual(['brk']);
    expect(sandbox.names('KafkaUser', API)).toEqual(['app-1']);
    expect(sandbox.names('PersistentVolumeClaim')).toEqual([
      'data-0-events-brk-0',
    ]);
  });

  it('comes up after a restart in the middle; volumes with deleteClaim go', async () => {
    small();
    await sandbox.until(() => sandbox.get('Pod', 'events-brk-0'));
    await sandbox.restart();
    await sandbox.until(isReady);
    sandbox.api.delete(sandbox.ref('Kafka', 'events', API));
    await sandbox.until(
      () =>
        sandbox.names('PersistentVolumeClaim').length === 0 &&
        sandbox.names('Secret').length === 0,
    );
    expect(sandbox.names('KafkaNodePool', API)).toEqual(['brk']);
  });
});
