import { createHash, X509Certificate } from 'node:crypto';
import { NAMESPACE, OperatorHarness } from './operatorHarness';

const API = 'pxc.percona.com/v1';
const CLUSTER = 'PerconaXtraDBCluster';

const cluster = (
  spec: Record<string, unknown> = {},
  finalizers = [
    'percona.com/delete-pxc-pods-in-order',
    'percona.com/delete-pxc-pvc',
    'percona.com/delete-ssl',
  ],
) => ({
  apiVersion: API,
  kind: CLUSTER,
  metadata: { name: 'orders', finalizers },
  spec: {
    crVersion: '1.20.0',
    secretsName: 'orders-secrets',
    storageScaling: { enableVolumeScaling: true },
    pxc: {
      size: 3,
      image: 'percona/percona-xtradb-cluster:8.4.8-8.1',
      volumeSpec: {
        persistentVolumeClaim: { resources: { requests: { storage: '6Gi' } } },
      },
    },
    haproxy: { enabled: true, size: 2, image: 'percona/haproxy:2.8.18-1' },
    ...spec,
  },
});

jest.setTimeout(60_000);

describe('PerconaXtraDBCluster', () => {
  let sandbox: OperatorHarness;

  beforeEach(() => {
    sandbox = new OperatorHarness();
  });
  afterEach(() => sandbox.dispose());

  const get = () => sandbox.get(CLUSTER, 'orders', API);
  const is = (state: string) => () =>
    get()?.status?.state === state &&
    (state === 'error' ||
      get()?.status?.observedGeneration === get()?.metadata.generation);
  const isReady = (nodes: number) => () =>
    is('ready')() && get()!.status.pxc.ready === nodes;

  it('comes up, and tells its history in conditions', async () => {
    sandbox.apply(cluster());
    await sandbox.until(is('ready'));
    const { status } = get()!;
    expect(status).toMatchObject({
      state: 'ready',
      host: `orders-haproxy.${NAMESPACE}`,
      size: 5,
      ready: 5,
      observedGeneration: 1,
      pxc: { size: 3, ready: 3, status: 'ready' },
      haproxy: { size: 2, ready: 2, status: 'ready' },
    });
    expect(status.conditions.map((c: any) => c.type)).toEqual([
      'initializing',
      'ready',
    ]);
    expect(sandbox.names('Service')).toEqual([
      'orders-haproxy',
      'orders-haproxy-replicas',
      'orders-pxc',
      'orders-pxc-unready',
    ]);
    expect(sandbox.names('PersistentVolumeClaim')).toEqual([
      'datadir-orders-pxc-0',
      'datadir-orders-pxc-1',
      'datadir-orders-pxc-2',
    ]);
    expect(sandbox.names('Secret')).toEqual([
      'internal-orders',
      'orders-secrets',
      'orders-ssl',
      'orders-ssl-internal',
    ]);
    expect(sandbox.secret('orders-secrets', 'root')).toMatch(/^\w{20}$/);
    const certificate = new X509Certificate(
      sandbox.secret('orders-ssl', 'tls.crt')!,
    );
    const authority = new X509Certificate(
      sandbox.secret('orders-ssl', 'ca.crt')!,
    );
    expect(certificate.verify(authority.publicKey)).toBe(true);
  });

  it('keeps what a Secret made beforehand holds and adds what is missing', async () => {
    sandbox.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'orders-secrets' },
      data: { root: Buffer.from('mine').toString('base64') },
    });
    sandbox.apply(cluster());
    await sandbox.until(() => sandbox.secret('internal-orders', 'operator'));
    expect(sandbox.secret('orders-secrets', 'root')).toBe('mine');
    expect(sandbox.secret('orders-secrets', 'operator')).toMatch(/^\w{20}$/);
  });

  it.each([
    [{ pxc: { ...cluster().spec.pxc, size: 1 } }, /size must be at least 3/],
    [{ pxc: { ...cluster().spec.pxc, size: 4 } }, /must be an odd number/],
    [
      { haproxy: { ...cluster().spec.haproxy, size: 1 } },
      /HAProxy size must be at least 2/,
    ],
  ])('refuses %j', async (spec, message) => {
    sandbox.apply(cluster(spec));
    await sandbox.until(is('error'));
    expect(get()!.status.message).toEqual([expect.stringMatching(message)]);
    expect(get()!.status.observedGeneration).toBeUndefined();
    expect(sandbox.names('StatefulSet', 'apps/v1')).toEqual([]);
    sandbox.apply(cluster());
    await sandbox.until(is('ready'));
    expect(get()!.status.message).toBeUndefined();
    expect(get()!.status.conditions.map((c: any) => c.type)).toEqual([
      'error',
      'initializing',
      'ready',
    ]);
  });

  it('scales with unsafe flags, grows volumes, pauses and comes back', async () => {
    const small = {
      unsafeFlags: { pxcSize: true, proxySize: true },
      pxc: { ...cluster().spec.pxc, size: 1 },
      haproxy: { ...cluster().spec.haproxy, size: 1 },
    };
    sandbox.apply(cluster(small));
    await sandbox.until(isReady(1));
    const larger = cluster();
    larger.spec.pxc.volumeSpec.persistentVolumeClaim.resources.requests.storage =
      '9Gi';
    sandbox.apply(larger);
    await sandbox.until(isReady(3));
    await sandbox.until(
      () =>
        get()!.metadata.annotations?.['percona.com/pvc-resize-in-progress'] ===
          undefined &&
        sandbox.get('PersistentVolumeClaim', 'datadir-orders-pxc-0')!.status
          .capacity.storage === '9Gi',
    );
    const before = sandbox.get('Pod', 'orders-pxc-0')!.metadata.uid;
    sandbox.apply({ ...larger, spec: { ...larger.spec, pause: true } });
    await sandbox.until(is('paused'));
    expect(sandbox.names('Pod')).toEqual([]);
    sandbox.apply({ ...larger, spec: { ...larger.spec, pause: false } });
    await sandbox.until(isReady(3));
    expect(sandbox.get('Pod', 'orders-pxc-0')!.metadata.uid).not.toBe(before);
    const types = get()!.status.conditions.map((c: any) => c.type);
    expect(types).toEqual(expect.arrayContaining(['stopping', 'paused']));
    expect(types.at(-1)).toBe('ready');
  });

  it('makes users by annotation on their Secret, and never before it is ready', async () => {
    const password = (value: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'bind-1' },
      data: { password: Buffer.from(value).toString('base64') },
    });
    const users = [
      {
        name: 'u1',
        dbs: ['shop'],
        hosts: ['%'],
        grants: ['ALL'],
        passwordSecretRef: { name: 'bind-1', key: 'password' },
      },
      { name: 'own', dbs: ['shop'], grants: ['SELECT'] },
      { name: 'root', dbs: ['shop'], grants: ['SELECT'] },
    ];
    const hash = () =>
      sandbox.get('Secret', 'bind-1')?.metadata.annotations?.[
        'percona.com/orders-u1-hash'
      ];
    const sha = (value: string) =>
      createHash('sha256').update(value).digest('hex');
    sandbox.apply(password('first'));
    sandbox.apply(cluster({ users }));
    const states: string[] = [];
    await sandbox.until(() => {
      states.push(get()!.status?.state);
      return hash();
    });
    expect(states.at(-1)).toBe('ready');
    expect(hash()).toBe(sha('first'));
    await sandbox.until(() =>
      sandbox.secret('orders-custom-user-secret', 'own'),
    );
    expect(sandbox.messages).toContainEqual(
      expect.stringContaining('reserved user name is forbidden'),
    );
    sandbox.apply(password('second'));
    await sandbox.until(() => hash() === sha('second'));
  });

  it.each([
    [cluster().metadata.finalizers, { claims: [], secrets: [] as string[] }],
    [
      [],
      {
        claims: [
          'datadir-orders-pxc-0',
          'datadir-orders-pxc-1',
          'datadir-orders-pxc-2',
        ],
        secrets: [
          'internal-orders',
          'orders-secrets',
          'orders-ssl',
          'orders-ssl-internal',
        ],
      },
    ],
  ])('leaves with finalizers %j only %j', async (finalizers, left) => {
    sandbox.apply(cluster({}, finalizers));
    await sandbox.until(is('ready'));
    sandbox.api.delete(sandbox.ref(CLUSTER, 'orders', API));
    if (finalizers.length) {
      await sandbox.until(() => get()?.status.state === 'stopping');
    }
    await sandbox.until(
      () =>
        !get() &&
        sandbox.names('Pod').length === 0 &&
        sandbox.names('Service').length === 0 &&
        sandbox.names('StatefulSet', 'apps/v1').length === 0 &&
        sandbox.names('PersistentVolumeClaim').length === left.claims.length,
    );
    expect(sandbox.names('PersistentVolumeClaim')).toEqual(left.claims);
    expect(sandbox.names('Secret')).toEqual(left.secrets);
  });

  it('comes up again after a restart in the middle, and is deleted in any state', async () => {
    sandbox.apply(cluster());
    await sandbox.until(() => sandbox.get('Pod', 'orders-pxc-0'));
    await sandbox.restart();
    await sandbox.until(is('ready'));
    sandbox.api.delete(sandbox.ref(CLUSTER, 'orders', API));
    await sandbox.until(() => get()?.metadata.deletionTimestamp);
    await sandbox.restart();
    await sandbox.until(
      () => !get() && sandbox.names('PersistentVolumeClaim').length === 0,
    );
    sandbox.apply(cluster({ pxc: { ...cluster().spec.pxc, size: 2 } }));
    await sandbox.until(is('error'));
    sandbox.api.delete(sandbox.ref(CLUSTER, 'orders', API));
    await sandbox.until(() => !get() && sandbox.names('Pod').length === 0);
    expect(sandbox.names('StatefulSet', 'apps/v1')).toEqual([]);
  });

  it('backs up to a storage that the cluster names, and restores', async () => {
    const backup = (name: string, storageName: string) =>
      sandbox.apply({
        apiVersion: API,
        kind: `${CLUSTER}Backup`,
        metadata: { name },
        spec: { pxcCluster: 'orders', storageName },
      });
    const state = (kind: string, name: string) =>
      sandbox.get(`${CLUSTER}${kind}`, name, API)?.status;
    sandbox.apply(
      cluster({
        backup: {
          image: 'percona/percona-xtrabackup:8.4.0-5.1',
          storages: {
            default: { type: 's3', s3: { bucket: 'b', region: 'r' } },
          },
        },
      }),
    );
    backup('lost', 'nowhere');
    backup('first', 'default');
    await sandbox.until(() => state('Backup', 'lost')?.state === 'Failed');
    expect(state('Backup', 'lost').error).toContain('nowhere');
    await sandbox.until(() => state('Backup', 'first')?.state === 'Succeeded');
    expect(state('Backup', 'first')).toMatchObject({
      destination: expect.stringMatching(/^s3:\/\/b\/orders-.*-full$/),
      completed: expect.any(String),
    });
    sandbox.apply({
      apiVersion: API,
      kind: `${CLUSTER}Restore`,
      metadata: { name: 'back' },
      spec: { pxcCluster: 'orders', backupName: 'first' },
    });
    const seen = new Set<string>();
    await sandbox.until(() => {
      seen.add(state('Restore', 'back')?.state);
      return state('Restore', 'back')?.state === 'Succeeded';
    });
    expect(seen).toContain('Stopping Cluster');
    await sandbox.until(is('ready'));
    expect(get()!.spec.pause).toBe(false);
  });
});
