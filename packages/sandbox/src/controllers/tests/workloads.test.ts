import { ServiceAccountTokens } from '../../access';
import { controllers, admissionPlugins, registerJobHandler } from '..';
import type { SandboxApi, SandboxObject } from '../../types';
import { movableClock } from './movableClock';
import { sandboxHarness, type Harness } from './sandboxHarness';

describe('workloads', () => {
  let sandbox: Harness;
  let api: SandboxApi;
  let clock: ReturnType<typeof movableClock>;

  beforeEach(() => {
    clock = movableClock();
    sandbox = sandboxHarness({
      controllers: () =>
        controllers({
          serviceAccounts: new ServiceAccountTokens('k'.repeat(32)),
          clusterCa: 'THE CA',
          clock,
        }),
      admission: admissionPlugins,
    });
    api = sandbox.api;
  });
  afterEach(async () => {
    await sandbox.settled();
    const { messages } = sandbox;
    await sandbox.dispose();
    if (messages.length) throw new Error(messages.join('\n'));
  });

  const namespace = 'default';
  const ref = (apiVersion: string, kind: string, name: string) => ({
    apiVersion,
    kind,
    name,
    namespace,
  });
  const make = (
    apiVersion: string,
    kind: string,
    name: string,
    rest: Record<string, unknown> = {},
  ): SandboxObject =>
    api.create({ apiVersion, kind, metadata: { name, namespace }, ...rest });
  const list = (apiVersion: string, kind: string) =>
    api.list({ apiVersion, kind, namespace });
  const pods = () => list('v1', 'Pod');
  const names = (objects: SandboxObject[]) =>
    objects.map(o => o.metadata.name).sort();
  const eventsOf = (kind: string) =>
    list('v1', 'Event')
      .filter(e => e.involvedObject.kind === kind)
      .map(e => e.reason);
  const template = (
    image = 'app:1',
    more: Record<string, unknown> = {},
    annotations?: Record<string, string>,
  ) => ({
    metadata: { labels: { app: 'x' }, annotations },
    spec: { containers: [{ name: 'c', image }], ...more },
  });
  const selector = { matchLabels: { app: 'x' } };

  describe('a StatefulSet', () => {
    const set = () => api.get(ref('apps/v1', 'StatefulSet', 'db'))!;
    const create = (spec: Record<string, unknown> = {}) =>
      make('apps/v1', 'StatefulSet', 'db', {
        spec: {
          serviceName: 'db',
          replicas: 3,
          selector,
          template: template(),
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '1Gi' } },
              },
            },
          ],
          ...spec,
        },
      });
    const isReady = (replicas: number) => () => {
      const { status, metadata } = set();
      return (
        status?.observedGeneration === metadata.generation &&
        (status.readyReplicas ?? 0) === replicas &&
        status.replicas === replicas &&
        status.currentRevision === status.updateRevision
      );
    };

    it('brings numbered pods up one after the other, each with its own claim', async () => {
      const order: string[] = [];
      api.watch({ apiVersion: 'v1', kind: 'Pod' }, (type, pod) => {
        const ready = pod.status?.conditions?.some(
          (c: any) => c.type === 'Ready' && c.status === 'True',
        );
        if (type === 'ADDED') order.push(`new ${pod.metadata.name}`);
        else if (ready && !order.includes(`ready ${pod.metadata.name}`)) {
          order.push(`ready ${pod.metadata.name}`);
        }
      });
      create();
      await sandbox.until(isReady(3));
      expect(order).toEqual([
        'new db-0',
        'ready db-0',
        'new db-1',
        'ready db-1',
        'new db-2',
        'ready db-2',
      ]);
      expect(names(list('v1', 'PersistentVolumeClaim'))).toEqual([
        'data-db-0',
        'data-db-1',
        'data-db-2',
      ]);
      const pod = api.get(ref('v1', 'Pod', 'db-1'))!;
      expect(pod.spec).toMatchObject({
        hostname: 'db-1',
        subdomain: 'db',
        volumes: [
          {
            name: 'data',
            persistentVolumeClaim: { claimName: 'data-db-1' },
          },
        ],
      });
      expect(pod.metadata.labels).toMatchObject({
        'apps.kubernetes.io/pod-index': '1',
        'statefulset.kubernetes.io/pod-name': 'db-1',
        'controller-revision-hash': set().status.updateRevision,
      });
    });

    it('updates from the highest down to the partition, and keeps its claims', async () => {
      create({ updateStrategy: { rollingUpdate: { partition: 1 } } });
      await sandbox.until(isReady(3));
      const gone: string[] = [];
      api.watch({ apiVersion: 'v1', kind: 'Pod' }, (type, pod) => {
        if (type === 'DELETED') gone.push(pod.metadata.name);
      });
      api.patch(ref('apps/v1', 'StatefulSet', 'db'), {
        spec: { template: template('app:2') },
      });
      const images = () =>
        pods()
          .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
          .map(p => p.spec.containers[0].image);
      await sandbox.until(
        () =>
          set().status.updatedReplicas === 2 &&
          set().status.readyReplicas === 3,
      );
      await sandbox.settled();
      expect(images()).toEqual(['app:1', 'app:2', 'app:2']);
      expect(gone).toEqual(['db-2', 'db-1']);
      api.patch(ref('apps/v1', 'StatefulSet', 'db'), {
        spec: { updateStrategy: { rollingUpdate: { partition: 0 } } },
      });
      await sandbox.until(isReady(3));
      expect(images()).toEqual(['app:2', 'app:2', 'app:2']);
      expect(list('v1', 'PersistentVolumeClaim')).toHaveLength(3);
    });

    it('takes the highest pods away first, with their claims if it says so', async () => {
      create({
        persistentVolumeClaimRetentionPolicy: {
          whenScaled: 'Delete',
          whenDeleted: 'Delete',
        },
      });
      await sandbox.until(isReady(3));
      api.patch(ref('apps/v1', 'StatefulSet', 'db'), { spec: { replicas: 1 } });
      await sandbox.until(isReady(1));
      await sandbox.until(
        () => list('v1', 'PersistentVolumeClaim').length === 1,
      );
      expect(names(pods())).toEqual(['db-0']);
      api.delete(ref('apps/v1', 'StatefulSet', 'db'));
      await sandbox.until(
        () =>
          !pods().length &&
          !list('v1', 'PersistentVolumeClaim').length &&
          !api.list({ apiVersion: 'v1', kind: 'PersistentVolume' }).length,
      );
    });

    it('goes on after a restart in the middle', async () => {
      create();
      await sandbox.until(() => pods().length === 2);
      await sandbox.restart();
      api = sandbox.api;
      await sandbox.until(isReady(3));
      expect(names(pods())).toEqual(['db-0', 'db-1', 'db-2']);
    });
  });

  it('a DaemonSet has one pod on the node, and replaces it', async () => {
    make('apps/v1', 'DaemonSet', 'agent', {
      spec: { selector, template: template() },
    });
    const set = () => api.get(ref('apps/v1', 'DaemonSet', 'agent'))!;
    await sandbox.until(() => set().status?.numberAvailable === 1);
    expect(set().status).toMatchObject({
      desiredNumberScheduled: 1,
      updatedNumberScheduled: 1,
    });
    api.patch(ref('apps/v1', 'DaemonSet', 'agent'), {
      spec: { template: template('app:2') },
    });
    await sandbox.until(
      () =>
        pods().length === 1 &&
        pods()[0].spec.containers[0].image === 'app:2' &&
        set().status.numberAvailable === 1 &&
        set().status.updatedNumberScheduled === 1,
    );
  });

  describe('a Job', () => {
    const job = () => api.get(ref('batch/v1', 'Job', 'j'))!;
    const create = (
      spec: Record<string, unknown> = {},
      annotations?: Record<string, string>,
    ) =>
      make('batch/v1', 'Job', 'j', {
        spec: {
          template: template('app:1', { restartPolicy: 'Never' }, annotations),
          ...spec,
        },
      });
    const has = (type: string) => () =>
      job().status?.conditions?.find(
        (c: any) => c.type === type && c.status === 'True',
      );

    it('runs as many pods as it needs, not more than allowed at once', async () => {
      let most = 0;
      api.watch({ apiVersion: 'v1', kind: 'Pod' }, () => {
        const active = pods().filter(
          p => !['Succeeded', 'Failed'].includes(p.status?.phase),
        );
        most = Math.max(most, active.length);
      });
      create({ completions: 5, parallelism: 2 });
      await sandbox.until(has('Complete'));
      expect(most).toBe(2);
      expect(pods()).toHaveLength(5);
      expect(job().status).toMatchObject({ succeeded: 5, ready: 0 });
      expect(job().status.completionTime).toBeDefined();
    });

    it('numbers its pods if it is indexed', async () => {
      create({ completions: 3, parallelism: 3, completionMode: 'Indexed' });
      await sandbox.until(has('Complete'));
      expect(job().status.completedIndexes).toBe('0-2');
      expect(
        pods()
          .map(
            p =>
              p.metadata.annotations![
                'batch.kubernetes.io/job-completion-index'
              ],
          )
          .sort(),
      ).toEqual(['0', '1', '2']);
    });

    it('tries again later and later until its limit', async () => {
      create({ backoffLimit: 1 }, { 'sandbox.jimu.dev/behavior': 'crash' });
      await sandbox.until(() => job().status?.failed === 1);
      await sandbox.settled();
      expect(pods()).toHaveLength(1);
      clock.move(11_000);
      await sandbox.until(has('Failed'));
      expect(has('Failed')().reason).toBe('BackoffLimitExceeded');
      expect(pods()).toHaveLength(2);
      expect(eventsOf('Job')).toContain('BackoffLimitExceeded');
    });

    it('is stopped at its deadline, and goes when it has been over for long enough', async () => {
      const forget = registerJobHandler(() => new Promise(() => {}));
      create({ activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 100 });
      await sandbox.until(() => job().status?.active === 1);
      await sandbox.settled();
      clock.move(61_000);
      await sandbox.until(has('Failed'));
      forget();
      expect(has('Failed')().reason).toBe('DeadlineExceeded');
      await sandbox.settled();
      clock.move(101_000);
      await sandbox.until(() => !api.get(ref('batch/v1', 'Job', 'j')));
      // The pod's handler never answers: its end does not depend on it.
      await sandbox.until(() => pods().length === 0);
    });

    it('waits while it is suspended', async () => {
      create({ suspend: true });
      await sandbox.until(has('Suspended'));
      expect(pods()).toHaveLength(0);
      api.patch(ref('batch/v1', 'Job', 'j'), { spec: { suspend: false } });
      await sandbox.until(has('Complete'));
    });
  });

  describe('a CronJob', () => {
    const cronJob = () => api.get(ref('batch/v1', 'CronJob', 'cj'))!;
    const jobs = () => list('batch/v1', 'Job');
    const create = (spec: Record<string, unknown> = {}) =>
      make('batch/v1', 'CronJob', 'cj', {
        spec: {
          schedule: '* * * * *',
          jobTemplate: {
            spec: { template: template('app:1', { restartPolicy: 'Never' }) },
          },
          ...spec,
        },
      });
    const nextMinute = () => clock.move(60_000 - (clock.now() % 60_000) + 900);
    const done = (count: number) => () =>
      jobs().length === count && jobs().every(j => j.status?.completionTime);

    it('starts a Job for each point in time, once, and keeps the last ones', async () => {
      create({ successfulJobsHistoryLimit: 2 });
      await sandbox.settled();
      expect(jobs()).toHaveLength(0);
      nextMinute();
      await sandbox.until(done(1));
      await sandbox.restart();
      api = sandbox.api;
      await sandbox.settled();
      expect(jobs()).toHaveLength(1);
      nextMinute();
      await sandbox.until(done(2));
      const [first] = names(jobs());
      nextMinute();
      await sandbox.until(() => !names(jobs()).includes(first) && done(2)());
      expect(cronJob().status.lastSuccessfulTime).toBeDefined();
    });

    it('does not start a second Job beside one if that is forbidden, nor any while suspended', async () => {
      const forget = registerJobHandler(() => new Promise(() => {}));
      create({ concurrencyPolicy: 'Forbid' });
      await sandbox.settled();
      nextMinute();
      await sandbox.until(() => cronJob().status?.active?.length === 1);
      nextMinute();
      await sandbox.until(() =>
        eventsOf('CronJob').includes('JobAlreadyActive'),
      );
      expect(jobs()).toHaveLength(1);
      api.patch(ref('batch/v1', 'CronJob', 'cj'), { spec: { suspend: true } });
      forget();
      nextMinute();
      await sandbox.settled();
      expect(jobs()).toHaveLength(1);
    });
  });

  describe('a claim', () => {
    const claim = () => api.get(ref('v1', 'PersistentVolumeClaim', 'd'));
    const create = (storageClassName?: string) =>
      make('v1', 'PersistentVolumeClaim', 'd', {
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
          ...(storageClassName ? { storageClassName } : {}),
        },
      });
    const resize = (storage: string) =>
      api.patch(ref('v1', 'PersistentVolumeClaim', 'd'), {
        spec: { resources: { requests: { storage } } },
      });

    it('gets a volume of the standard class, grows, and never shrinks', async () => {
      create();
      await sandbox.until(() => claim()!.status?.phase === 'Bound');
      expect(claim()!.spec.storageClassName).toBe('standard');
      const volume = () =>
        api.get({
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          name: claim()!.spec.volumeName,
        })!;
      await sandbox.until(() => volume().status?.phase === 'Bound');
      resize('2Gi');
      await sandbox.until(() => claim()!.status.capacity.storage === '2Gi');
      expect(volume().spec.capacity.storage).toBe('2Gi');
      expect(() => resize('1Gi')).toThrow(
        'field can not be less than status.capacity',
      );
    });

    it('may not grow if its class does not allow it', async () => {
      api.create({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'fixed' },
        provisioner: 'sandbox.jimu.dev/volumes',
      });
      create('fixed');
      await sandbox.until(() => claim()!.status?.phase === 'Bound');
      expect(() => resize('2Gi')).toThrow(
        'only dynamically provisioned pvc can be resized',
      );
    });

    it('waits for a class that is not there, and says so', async () => {
      create('fast');
      await sandbox.until(() =>
        eventsOf('PersistentVolumeClaim').includes('ProvisioningFailed'),
      );
      api.create({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'fast' },
        provisioner: 'sandbox.jimu.dev/volumes',
      });
      await sandbox.until(() => claim()!.status?.phase === 'Bound');
      expect(claim()!.spec.volumeName).toBe(`pvc-${claim()!.metadata.uid}`);
    });

    it('stays as long as a pod uses it', async () => {
      create();
      make('v1', 'Pod', 'p', {
        spec: {
          containers: [{ name: 'c', image: 'i' }],
          volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }],
        },
      });
      await sandbox.until(
        () => api.get(ref('v1', 'Pod', 'p'))!.status?.phase === 'Running',
      );
      api.delete(ref('v1', 'PersistentVolumeClaim', 'd'));
      await sandbox.settled();
      expect(claim()!.metadata.deletionTimestamp).toBeDefined();
      api.delete(ref('v1', 'Pod', 'p'));
      await sandbox.until(() => !claim());
    });
  });

  it('a Service knows the pods behind it, ready or not', async () => {
    make('v1', 'Service', 'web', {
      spec: {
        selector: { app: 'x' },
        ports: [{ port: 80, targetPort: 'http' }],
      },
    });
    const spec = {
      containers: [
        {
          name: 'c',
          image: 'i',
          ports: [{ name: 'http', containerPort: 8080 }],
        },
      ],
    };
    for (const name of ['a', 'b']) {
      api.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, labels: { app: 'x' } },
        spec,
      });
    }
    const endpoints = () => api.get(ref('v1', 'Endpoints', 'web'));
    await sandbox.until(
      () => endpoints()?.subsets?.[0].addresses?.length === 2,
    );
    expect(endpoints()!.subsets[0].ports).toEqual([
      { port: 8080, protocol: 'TCP' },
    ]);
    api.patch(ref('v1', 'Pod', 'a'), {
      metadata: { annotations: { 'sandbox.jimu.dev/behavior': 'unready' } },
    });
    await sandbox.until(
      () => endpoints()!.subsets[0].notReadyAddresses?.length === 1,
    );
    const slice = () =>
      list('discovery.k8s.io/v1', 'EndpointSlice').find(
        s => s.metadata.labels!['kubernetes.io/service-name'] === 'web',
      )!;
    await sandbox.until(
      () =>
        slice().endpoints.filter((e: any) => e.conditions.ready).length === 1,
    );
    api.delete(ref('v1', 'Service', 'web'));
    await sandbox.until(() => !endpoints() && !slice());
  });

  it('an autoscaler follows what pods are seen using, within its bounds', async () => {
    make('apps/v1', 'Deployment', 'web', {
      spec: {
        replicas: 1,
        selector,
        template: {
          metadata: {
            labels: { app: 'x' },
            annotations: { 'sandbox.jimu.dev/cpu-utilization': '150' },
          },
          spec: {
            containers: [
              {
                name: 'c',
                image: 'i',
                resources: { requests: { cpu: '100m' } },
              },
            ],
          },
        },
      },
    });
    make('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'web',
        },
        minReplicas: 1,
        maxReplicas: 4,
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: 50 },
            },
          },
        ],
      },
    });
    const autoscaler = () =>
      api.get(ref('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'))!;
    const condition = (type: string) =>
      autoscaler().status?.conditions?.find((c: any) => c.type === type);
    await sandbox.until(
      () =>
        autoscaler().status?.currentReplicas === 4 &&
        condition('ScalingLimited')?.status === 'True',
    );
    expect(autoscaler().status.currentMetrics[0].resource.current).toEqual({
      averageUtilization: 150,
    });
    expect(condition('ScalingLimited').reason).toBe('TooManyReplicas');
    expect(eventsOf('HorizontalPodAutoscaler')).toContain('SuccessfulRescale');
    api.patch(ref('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'), {
      spec: { maxReplicas: 2 },
    });
    await sandbox.until(
      () => api.get(ref('apps/v1', 'Deployment', 'web'))!.spec.replicas === 2,
    );
  });

  it('a disruption budget counts what may go', async () => {
    make('apps/v1', 'Deployment', 'web', {
      spec: { replicas: 3, selector, template: template() },
    });
    make('policy/v1', 'PodDisruptionBudget', 'web', {
      spec: { minAvailable: 2, selector },
    });
    await sandbox.until(
      () =>
        api.get(ref('policy/v1', 'PodDisruptionBudget', 'web'))!.status
          ?.disruptionsAllowed === 1,
    );
    expect(
      api.get(ref('policy/v1', 'PodDisruptionBudget', 'web'))!.status,
    ).toMatchObject({ currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 });
  });

  it('roles made of others follow them', async () => {
    const admin = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'admin',
    };
    const rule = {
      verbs: ['get'],
      apiGroups: ['example.com'],
      resources: ['widgets'],
    };
    api.create({
      apiVersion: admin.apiVersion,
      kind: 'ClusterRole',
      metadata: {
        name: 'widgets',
        labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
      },
      rules: [rule],
    });
    await sandbox.until(() =>
      api.get(admin)!.rules.some((r: any) => r.apiGroups[0] === 'example.com'),
    );
    api.delete({ ...admin, name: 'widgets' });
    await sandbox.until(
      () =>
        !api
          .get(admin)!
          .rules.some((r: any) => r.apiGroups[0] === 'example.com'),
    );
    expect(api.get(admin)!.rules.length).toBeGreaterThan(10);
  });

  it('a Secret of the token type gets a token that works, and goes with its account', async () => {
    make('v1', 'ServiceAccount', 'ci');
    api.create({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: {
        name: 'ci-token',
        namespace,
        annotations: { 'kubernetes.io/service-account.name': 'ci' },
      },
    });
    const secret = () => api.get(ref('v1', 'Secret', 'ci-token'));
    await sandbox.until(() => secret()!.data?.token);
    const token = Buffer.from(secret()!.data.token, 'base64').toString();
    expect(
      new ServiceAccountTokens('k'.repeat(32)).verify(token),
    ).toMatchObject({ sub: 'system:serviceaccount:default:ci' });
    api.delete(ref('v1', 'ServiceAccount', 'ci'));
    await sandbox.until(() => !secret());
  });
});
