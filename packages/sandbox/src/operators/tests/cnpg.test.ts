import { OperatorHarness } from './operatorHarness';

const API = 'postgresql.cnpg.io/v1';

const cluster = (
  spec: Record<string, unknown> = {},
  annotations: Record<string, string> = {},
) => ({
  apiVersion: API,
  kind: 'Cluster',
  metadata: { name: 'ledger', annotations },
  spec: {
    instances: 3,
    imageName: 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie',
    storage: { size: '5Gi' },
    ...spec,
  },
});

jest.setTimeout(60_000);

describe('CloudNativePG', () => {
  let sandbox: OperatorHarness;

  beforeEach(() => {
    sandbox = new OperatorHarness();
  });
  afterEach(() => sandbox.dispose());

  const get = () => sandbox.get('Cluster', 'ledger', API);
  const condition = (type: string) =>
    get()?.status?.conditions?.find((c: any) => c.type === type);
  const isHealthy = (instances: number) => () =>
    get()?.status?.phase === 'Cluster in healthy state' &&
    get()?.status?.readyInstances === instances &&
    get()?.status?.instances === instances &&
    condition('Ready')?.status === 'True';
  const uid = (pod: string) => sandbox.get('Pod', pod)?.metadata.uid;

  it('sets up the primary, then replica after replica', async () => {
    const phases: string[] = [];
    const stop = sandbox.api.watch(
      { apiVersion: API, kind: 'Cluster' },
      (_, { status }) => {
        if (status?.phase && phases.at(-1) !== status.phase) {
          phases.push(status.phase);
        }
      },
    );
    sandbox.apply(cluster());
    await sandbox.until(
      () => isHealthy(3)() && phases.at(-1) === 'Cluster in healthy state',
    );
    stop();
    expect(phases).toEqual([
      'Setting up primary',
      'Creating a new replica',
      'Cluster in healthy state',
    ]);
    expect(get()!.status).toMatchObject({
      currentPrimary: 'ledger-1',
      targetPrimary: 'ledger-1',
      instanceNames: ['ledger-1', 'ledger-2', 'ledger-3'],
      healthyPVC: ['ledger-1', 'ledger-2', 'ledger-3'],
      image: 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie',
      writeService: 'ledger-rw',
      latestGeneratedNode: 3,
    });
    expect(sandbox.names('Service')).toEqual([
      'ledger-r',
      'ledger-ro',
      'ledger-rw',
    ]);
    expect(sandbox.names('StatefulSet', 'apps/v1')).toEqual([]);
    expect(sandbox.get('Pod', 'ledger-2')!.metadata).toMatchObject({
      labels: { 'cnpg.io/instanceRole': 'replica' },
      ownerReferences: [{ kind: 'Cluster', name: 'ledger', controller: true }],
    });
    const app = sandbox.get('Secret', 'ledger-app')!;
    expect(app.type).toBe('kubernetes.io/basic-auth');
    expect(Object.keys(app.data).sort()).toEqual([
      'dbname',
      'fqdn-jdbc-uri',
      'fqdn-uri',
      'host',
      'jdbc-uri',
      'password',
      'pgpass',
      'port',
      'uri',
      'user',
      'username',
    ]);
    expect(sandbox.secret('ledger-app', 'uri')).toBe(
      `postgresql://app:${sandbox.secret(
        'ledger-app',
        'password',
      )}@ledger-rw.shop-dev-svc:5432/app`,
    );
  });

  it('scales down from the highest number, and grows its volumes', async () => {
    sandbox.apply(cluster());
    await sandbox.until(isHealthy(3));
    sandbox.apply(cluster({ instances: 1, storage: { size: '8Gi' } }));
    await sandbox.until(isHealthy(1));
    await sandbox.until(
      () =>
        sandbox.get('PersistentVolumeClaim', 'ledger-1')!.status.capacity
          .storage === '8Gi' && get()!.status.resizingPVC === undefined,
    );
    expect(sandbox.names('PersistentVolumeClaim')).toEqual(['ledger-1']);
    sandbox.apply(cluster({ instances: 2, storage: { size: '8Gi' } }));
    await sandbox.until(isHealthy(2));
    expect(get()!.status.instanceNames).toEqual(['ledger-1', 'ledger-4']);
  });

  it('restarts replicas before the primary, for an annotation and for an image', async () => {
    sandbox.apply(cluster({ instances: 2 }));
    await sandbox.until(isHealthy(2));
    const before = { primary: uid('ledger-1'), replica: uid('ledger-2') };
    sandbox.apply(
      cluster(
        { instances: 2 },
        { 'kubectl.kubernetes.io/restartedAt': '2026-01-01' },
      ),
    );
    const order: string[] = [];
    await sandbox.until(() => {
      for (const [name, old] of [
        ['ledger-1', before.primary],
        ['ledger-2', before.replica],
      ]) {
        if (uid(name!) && uid(name!) !== old && !order.includes(name!)) {
          order.push(name!);
        }
      }
      return order.length === 2 && isHealthy(2)();
    });
    expect(order).toEqual(['ledger-2', 'ledger-1']);
    const imageName = 'ghcr.io/cloudnative-pg/postgresql:17-system-trixie';
    sandbox.apply(
      cluster(
        { instances: 2, imageName },
        { 'kubectl.kubernetes.io/restartedAt': '2026-01-01' },
      ),
    );
    await sandbox.until(
      () =>
        isHealthy(2)() &&
        sandbox.get('Pod', 'ledger-1')?.spec.containers[0].image === imageName,
    );
    expect(get()!.status.image).toBe(imageName);
  });

  it('hibernates and wakes up with its volumes', async () => {
    sandbox.apply(cluster({ instances: 2 }));
    await sandbox.until(isHealthy(2));
    sandbox.apply(cluster({ instances: 2 }, { 'cnpg.io/hibernation': 'on' }));
    await sandbox.until(
      () => condition('cnpg.io/hibernation')?.reason === 'Hibernated',
    );
    expect(sandbox.names('Pod')).toEqual([]);
    expect(condition('Ready').status).toBe('False');
    sandbox.apply(cluster({ instances: 2 }, { 'cnpg.io/hibernation': 'off' }));
    await sandbox.until(isHealthy(2));
    expect(sandbox.names('PersistentVolumeClaim')).toEqual([
      'ledger-1',
      'ledger-2',
    ]);
  });

  it('adds the Services that the spec asks for', async () => {
    sandbox.apply(
      cluster({
        instances: 1,
        managed: {
          services: {
            disabledDefaultServices: ['ro', 'r'],
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
      }),
    );
    await sandbox.until(isHealthy(1));
    expect(sandbox.names('Service')).toEqual(['ledger-external', 'ledger-rw']);
    expect(sandbox.get('Service', 'ledger-external')!.spec).toMatchObject({
      type: 'NodePort',
      selector: { 'cnpg.io/instanceRole': 'primary' },
      ports: [{ port: 5432 }],
    });
  });

  const secret = (username: string, password = 'p') => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bind-1', labels: { 'cnpg.io/reload': 'true' } },
    type: 'kubernetes.io/basic-auth',
    data: {
      username: Buffer.from(username).toString('base64'),
      password: Buffer.from(password).toString('base64'),
    },
  });
  const role = (spec: Record<string, unknown> = {}) => ({
    apiVersion: API,
    kind: 'DatabaseRole',
    metadata: { name: 'bind-1' },
    spec: {
      cluster: { name: 'ledger' },
      name: 'u1',
      login: true,
      inRoles: ['app'],
      passwordSecret: { name: 'bind-1' },
      databaseRoleReclaimPolicy: 'delete',
      ...spec,
    },
  });
  const database = (spec: Record<string, unknown> = {}) => ({
    apiVersion: API,
    kind: 'Database',
    metadata: { name: 'shop' },
    spec: {
      cluster: { name: 'ledger' },
      name: 'shop',
      owner: 'u1',
      databaseReclaimPolicy: 'delete',
      ...spec,
    },
  });
  const roleStatus = () => sandbox.get('DatabaseRole', 'bind-1', API)?.status;
  const databaseStatus = () => sandbox.get('Database', 'shop', API)?.status;

  it('applies roles and databases, and says why it cannot', async () => {
    sandbox.apply(role());
    sandbox.apply(cluster({ instances: 1 }));
    await sandbox.until(() => roleStatus()?.applied === false);
    expect(roleStatus()).toEqual({
      applied: false,
      message: 'secrets "bind-1" not found',
    });
    sandbox.apply(secret('somebody'));
    await sandbox.until(() => /wrong username/.test(roleStatus().message));
    sandbox.apply(secret('u1'));
    await sandbox.until(() => roleStatus().applied === true);
    expect(roleStatus()).toMatchObject({
      observedGeneration: 1,
      secretResourceVersion: sandbox.get('Secret', 'bind-1')!.metadata
        .resourceVersion,
    });
    sandbox.apply(database({ owner: 'nobody' }));
    await sandbox.until(() => databaseStatus()?.applied === false);
    expect(databaseStatus().message).toBe('role "nobody" does not exist');
    sandbox.apply(database());
    await sandbox.until(() => databaseStatus().applied === true);
    expect(databaseStatus().observedGeneration).toBe(2);
  });

  it('keeps a role that owns something in Terminating', async () => {
    sandbox.apply(secret('u1'));
    sandbox.apply(cluster({ instances: 1 }));
    sandbox.apply(role());
    await sandbox.until(() => roleStatus()?.applied === true);
    sandbox.apply(database());
    await sandbox.until(() => databaseStatus()?.applied === true);
    sandbox.api.delete(sandbox.ref('DatabaseRole', 'bind-1', API));
    await sandbox.until(() => roleStatus()?.applied === false);
    expect(roleStatus().message).toMatch(/^role "u1" cannot be dropped/);
    sandbox.api.delete(sandbox.ref('Database', 'shop', API));
    await sandbox.until(() => !databaseStatus());
    await sandbox.until(() => !sandbox.get('DatabaseRole', 'bind-1', API));
  });

  it('leaves nothing of its own behind, and lets roles of a deleted cluster go', async () => {
    sandbox.apply(secret('u1'));
    sandbox.apply(cluster());
    sandbox.apply(role());
    await sandbox.until(() => isHealthy(3)() && roleStatus()?.applied === true);
    sandbox.api.delete(sandbox.ref('Cluster', 'ledger', API));
    await sandbox.until(
      () =>
        !get() &&
        ['Pod', 'Service', 'PersistentVolumeClaim'].every(
          kind => sandbox.names(kind).length === 0,
        ),
    );
    await sandbox.until(() => sandbox.names('Secret').length === 1);
    await sandbox.until(() => roleStatus()?.applied === false);
    expect(roleStatus().message).toBe(
      'cluster resource has been deleted, skipping reconciliation',
    );
    sandbox.api.delete(sandbox.ref('DatabaseRole', 'bind-1', API));
    await sandbox.until(() => !sandbox.get('DatabaseRole', 'bind-1', API));
  });

  it('comes up again after a restart in the middle, and is deleted while it starts', async () => {
    sandbox.apply(cluster());
    await sandbox.until(() => sandbox.get('Pod', 'ledger-1'));
    await sandbox.restart();
    await sandbox.until(() => sandbox.get('Pod', 'ledger-2'));
    sandbox.api.delete(sandbox.ref('Cluster', 'ledger', API));
    await sandbox.until(() => !get() && sandbox.names('Pod').length === 0);
    sandbox.apply(cluster());
    await sandbox.until(isHealthy(3));
    expect(get()!.status.instanceNames).toEqual([
      'ledger-1',
      'ledger-2',
      'ledger-3',
    ]);
  });

  it('backs up clusters that say where to', async () => {
    const backup = (name: string) =>
      sandbox.apply({
        apiVersion: API,
        kind: 'Backup',
        metadata: { name },
        spec: { cluster: { name: 'ledger' }, method: 'volumeSnapshot' },
      });
    const phase = (name: string) => sandbox.get('Backup', name, API)?.status;
    sandbox.apply(cluster({ instances: 1 }));
    await sandbox.until(isHealthy(1));
    backup('nowhere');
    await sandbox.until(() => phase('nowhere')?.phase === 'failed');
    expect(phase('nowhere').error).toContain('no backup section');
    sandbox.apply(
      cluster({
        instances: 1,
        backup: { volumeSnapshot: { className: 'snapshots' } },
      }),
    );
    backup('first');
    await sandbox.until(() => phase('first')?.phase === 'completed');
    await sandbox.until(
      () => condition('LastBackupSucceeded')?.status === 'True',
    );
  });
});
