import type { SandboxApi, SandboxObject } from '../../types';
import { ContainerLogs } from '../kubelet/ContainerLogs';
import { nodeController } from '../kubelet/nodeController';
import { podController } from '../kubelet/podController';
import { movableClock } from '../tests/movableClock';
import { sandboxHarness, type Harness } from '../tests/sandboxHarness';
import { deploymentController } from './deployment/deploymentController';
import { replicaSetController } from './replicaSetController';

describe('deployments', () => {
  let sandbox: Harness;
  let api: SandboxApi;
  let clock: ReturnType<typeof movableClock>;

  beforeEach(() => {
    clock = movableClock();
    sandbox = sandboxHarness({
      controllers: () => [
        nodeController(clock),
        podController(clock, new ContainerLogs()),
        replicaSetController(clock),
        deploymentController(clock),
      ],
    });
    api = sandbox.api;
  });
  afterEach(() => sandbox.dispose());

  const ref = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
  };
  const create = (spec: Record<string, unknown> = {}) =>
    api.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'web:1' }] },
        },
        ...spec,
      },
    });
  const use = (image: string, annotations?: Record<string, string>) =>
    api.patch(ref, {
      spec: {
        template: {
          metadata: { annotations: annotations ?? null },
          spec: { containers: [{ name: 'web', image }] },
        },
      },
    });
  const deployment = () => api.get(ref)!;
  const condition = (type: string) =>
    deployment().status?.conditions?.find((c: any) => c.type === type);
  const sets = () =>
    api.list({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      namespace: 'default',
    });
  const pods = () =>
    api.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'default' });
  const isRolledOut = () => {
    const { status, metadata, spec } = deployment();
    return (
      status?.observedGeneration === metadata.generation &&
      condition('Progressing')?.reason === 'NewReplicaSetAvailable' &&
      status.availableReplicas === spec.replicas &&
      status.replicas === spec.replicas &&
      status.updatedReplicas === spec.replicas
    );
  };
  const revision = (object: SandboxObject) =>
    object.metadata.annotations!['deployment.kubernetes.io/revision'];

  it('brings up pods through a ReplicaSet and says so', async () => {
    create();
    await sandbox.until(isRolledOut);
    expect(deployment().status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
    expect(condition('Available').status).toBe('True');
    const [set] = sets();
    const hash = set.metadata.labels!['pod-template-hash'];
    expect(set.metadata.name).toBe(`web-${hash}`);
    expect(pods().map(p => p.metadata.labels)).toEqual(
      Array(3).fill({ app: 'web', 'pod-template-hash': hash }),
    );
    await sandbox.settled();
    const quiet = deployment().metadata.resourceVersion;
    await sandbox.settled();
    expect(deployment().metadata.resourceVersion).toBe(quiet);
    expect(sandbox.messages).toEqual([]);
  });

  it('replaces pods within its bounds, and rolls back to a template it had', async () => {
    create({
      replicas: 4,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
    });
    await sandbox.until(isRolledOut);
    const seen: { wanted: number; ready: number }[] = [];
    const stop = api.watch({ apiVersion: 'v1', kind: 'Pod' }, () => {
      const wanted = sets().reduce((n, s) => n + s.spec.replicas, 0);
      const ready = pods().filter(
        p =>
          !p.metadata.deletionTimestamp &&
          p.status?.conditions?.some(
            (c: any) => c.type === 'Ready' && c.status === 'True',
          ),
      ).length;
      seen.push({ wanted, ready });
    });
    use('web:2');
    await sandbox.until(isRolledOut);
    stop();
    expect(Math.max(...seen.map(s => s.wanted))).toBeLessThanOrEqual(5);
    expect(Math.min(...seen.map(s => s.ready))).toBeGreaterThanOrEqual(3);
    expect(revision(deployment())).toBe('2');
    await sandbox.until(() => pods().length === 4);
    expect(pods().every(p => p.spec.containers[0].image === 'web:2')).toBe(
      true,
    );

    use('web:1');
    await sandbox.until(isRolledOut);
    expect(revision(deployment())).toBe('3');
    expect(sets().map(revision).sort()).toEqual(['2', '3']);
  });

  it('keeps the old pods when the new ones do not come up, and says so after the deadline', async () => {
    create({ replicas: 3, progressDeadlineSeconds: 60 });
    await sandbox.until(isRolledOut);
    use('web:nonexistent');
    await sandbox.until(() =>
      pods().some(
        p =>
          p.status?.containerStatuses?.[0].state.waiting?.reason ===
          'ImagePullBackOff',
      ),
    );
    await sandbox.settled();
    expect(deployment().status.availableReplicas).toBe(3);
    expect(condition('Progressing').reason).toBe('ReplicaSetUpdated');
    clock.move(61_000);
    await sandbox.until(
      () => condition('Progressing').reason === 'ProgressDeadlineExceeded',
    );
    expect(condition('Progressing').status).toBe('False');
    use('web:3');
    await sandbox.until(isRolledOut);
  });

  it('does nothing while paused but scale', async () => {
    create({ replicas: 2 });
    await sandbox.until(isRolledOut);
    api.patch(ref, { spec: { paused: true } });
    use('web:2');
    await sandbox.until(
      () => condition('Progressing').reason === 'DeploymentPaused',
    );
    api.patch(ref, { spec: { replicas: 4 } });
    await sandbox.until(() => deployment().status.availableReplicas === 4);
    expect(sets()).toHaveLength(1);
    api.patch(ref, { spec: { paused: null } });
    await sandbox.until(isRolledOut);
    expect(sets()).toHaveLength(2);
  });

  it('replaces all pods at once when told to recreate', async () => {
    create({ strategy: { type: 'Recreate' } });
    await sandbox.until(isRolledOut);
    const mixed: boolean[] = [];
    const stop = api.watch({ apiVersion: 'v1', kind: 'Pod' }, () => {
      mixed.push(new Set(pods().map(p => p.spec.containers[0].image)).size > 1);
    });
    use('web:2');
    await sandbox.until(isRolledOut);
    stop();
    expect(mixed.length).toBeGreaterThan(0);
    expect(mixed).not.toContain(true);
  });

  it('finishes a rollout that a restart of the sandbox cut in the middle', async () => {
    create({ replicas: 5 });
    await sandbox.until(isRolledOut);
    use('web:2');
    await sandbox.until(() => sets().length === 2 && pods().length > 5);
    await sandbox.restart();
    api = sandbox.api;
    await sandbox.until(isRolledOut);
    await sandbox.until(() => pods().length === 5);
    expect(pods().every(p => p.spec.containers[0].image === 'web:2')).toBe(
      true,
    );
  });

  it('keeps as many old ReplicaSets as its history asks for', async () => {
    create({ replicas: 1, revisionHistoryLimit: 2 });
    await sandbox.until(isRolledOut);
    for (const image of ['web:2', 'web:3', 'web:4', 'web:5']) {
      use(image);
      await sandbox.until(isRolledOut);
    }
    await sandbox.until(() => sets().length === 3);
    expect(sets().map(revision).sort()).toEqual(['3', '4', '5']);
  });
});
