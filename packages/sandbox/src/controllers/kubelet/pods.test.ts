import type { SandboxObject } from '../../types';
import { systemClock } from '../loop/Clock';
import { sandboxHarness, type Harness } from '../tests/sandboxHarness';
import { ContainerLogs } from './ContainerLogs';
import { registerJobHandler } from './jobHandlers';
import { nodeController } from './nodeController';
import { podController } from './podController';

describe('pods', () => {
  let logs: ContainerLogs;
  let sandbox: Harness;

  beforeEach(() => {
    logs = new ContainerLogs();
    sandbox = sandboxHarness({
      controllers: () => [
        nodeController(systemClock),
        podController(systemClock, logs),
      ],
    });
  });
  afterEach(() => sandbox.dispose());

  const ref = {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'default',
    name: 'p',
  };
  const create = (pod: {
    image?: string;
    annotations?: Record<string, string>;
    spec?: Record<string, unknown>;
    container?: Record<string, unknown>;
    metadata?: Record<string, unknown>;
  }) =>
    sandbox.api.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'p',
        namespace: 'default',
        annotations: pod.annotations,
        ...pod.metadata,
      },
      spec: {
        containers: [
          { name: 'c', image: pod.image ?? 'nginx:1.27', ...pod.container },
        ],
        ...pod.spec,
      },
    });
  const until = (check: (pod: SandboxObject) => unknown) =>
    sandbox.until(() => {
      const pod = sandbox.api.get(ref);
      return pod && check(pod) ? pod : undefined;
    });
  const container = (pod: SandboxObject) => pod.status?.containerStatuses?.[0];
  const condition = (pod: SandboxObject, type: string) =>
    pod.status?.conditions?.find((c: { type: string }) => c.type === type);
  const events = () =>
    sandbox.api
      .list({ apiVersion: 'v1', kind: 'Event', namespace: 'default' })
      .map(e => e.reason);

  it('runs, with an address of its own, on the node of this machine', async () => {
    create({});
    const pod = await until(p => condition(p, 'Ready')?.status === 'True');
    expect(pod.spec.nodeName).toBe('sandbox');
    expect(pod.status).toMatchObject({ phase: 'Running', hostIP: '127.0.0.1' });
    expect(pod.status.podIP).toMatch(/^10\.244\./);
    expect(container(pod)).toMatchObject({
      ready: true,
      restartCount: 0,
      imageID: expect.stringMatching(/^docker.io\/library\/nginx@sha256:/),
    });
    expect(events()).toEqual(
      expect.arrayContaining(['Scheduled', 'Pulled', 'Created', 'Started']),
    );
    expect(logs.read(pod, 'c')!.map(l => l.text)).toContainEqual(
      expect.stringContaining('start worker processes'),
    );
  });

  it.each([
    ['by annotation', {}, { 'sandbox.jimu.dev/behavior': 'imagepull' }],
    ['by name', { image: 'registry.example.com/nonexistent:1' }, undefined],
  ])('cannot pull an image, told %s', async (_, pod, annotations) => {
    create({ ...pod, annotations });
    const found = await until(
      p => container(p)?.state.waiting?.reason === 'ImagePullBackOff',
    );
    expect(found.status.phase).toBe('Pending');
    await sandbox.settled();
    expect(sandbox.api.get(ref)!.metadata.resourceVersion).toBe(
      found.metadata.resourceVersion,
    );
  });

  it.each([
    ['crash', 'Error', 1],
    ['oom', 'OOMKilled', 137],
  ])('%s: restarts later and later', async (behaviour, reason, exitCode) => {
    create({ annotations: { 'sandbox.jimu.dev/behavior': behaviour } });
    const pod = await until(
      p => container(p)?.state.waiting?.reason === 'CrashLoopBackOff',
    );
    expect(container(pod).lastState.terminated).toMatchObject({
      reason,
      exitCode,
    });
    expect(container(pod).state.waiting.message).toContain(
      'back-off 10s restarting failed container=c',
    );
    expect(condition(pod, 'Ready').status).toBe('False');
    expect(pod.status.phase).toBe('Running');
  });

  it('follows its annotation while it runs', async () => {
    create({});
    await until(p => condition(p, 'Ready')?.status === 'True');
    const say = (behaviour: string | null) =>
      sandbox.api.patch(ref, {
        metadata: { annotations: { 'sandbox.jimu.dev/behavior': behaviour } },
      });
    say('unready');
    await until(p => condition(p, 'Ready')?.status === 'False');
    expect(events()).toContain('Unhealthy');
    say(null);
    await until(p => condition(p, 'Ready')?.status === 'True');
  });

  it('waits for the Secret of its environment and starts when that comes', async () => {
    create({
      container: {
        env: [
          {
            name: 'PASSWORD',
            valueFrom: { secretKeyRef: { name: 's', key: 'password' } },
          },
        ],
      },
    });
    const blocked = await until(
      p => container(p)?.state.waiting?.reason === 'CreateContainerConfigError',
    );
    expect(container(blocked).state.waiting.message).toBe(
      'secret "s" not found',
    );
    const secret = { name: 's', namespace: 'default' };
    sandbox.api.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: secret,
      data: { other: '' },
    });
    await until(p =>
      container(p)?.state.waiting?.message?.includes("couldn't find key"),
    );
    sandbox.api.patch(
      { apiVersion: 'v1', kind: 'Secret', ...secret },
      { data: { password: 'eA==' } },
    );
    await until(p => container(p)?.ready);
  });

  it('waits for a volume that is missing', async () => {
    create({
      spec: { volumes: [{ name: 'cfg', configMap: { name: 'cfg' } }] },
    });
    await sandbox.until(() => events().includes('FailedMount'));
    expect(container(sandbox.api.get(ref)!).state.waiting.reason).toBe(
      'ContainerCreating',
    );
    sandbox.api.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cfg', namespace: 'default' },
    });
    await until(p => container(p)?.ready);
  });

  it('stays Pending when no node fits', async () => {
    create({ spec: { nodeSelector: { disk: 'ssd' } } });
    const pod = await until(p => condition(p, 'PodScheduled'));
    expect(condition(pod, 'PodScheduled')).toMatchObject({
      status: 'False',
      reason: 'Unschedulable',
      message: expect.stringContaining("didn't match Pod's node affinity"),
    });
  });

  it('runs init containers one after the other before the others', async () => {
    create({
      spec: {
        initContainers: [
          { name: 'a', image: 'busybox' },
          { name: 'b', image: 'busybox' },
        ],
      },
    });
    const early = await until(
      p => p.status?.initContainerStatuses?.[0].state.terminated,
    );
    expect(container(early).state.waiting.reason).toBe('PodInitializing');
    const pod = await until(p => container(p)?.ready);
    expect(
      pod.status.initContainerStatuses.map(
        (s: any) => s.state.terminated.reason,
      ),
    ).toEqual(['Completed', 'Completed']);
  });

  it('completes when it is not to be restarted', async () => {
    create({ spec: { restartPolicy: 'Never' } });
    const pod = await until(p => p.status?.phase === 'Succeeded');
    expect(container(pod).state.terminated).toMatchObject({
      exitCode: 0,
      reason: 'Completed',
    });
  });

  it('does the work of a Job that a handler knows, and keeps what it printed', async () => {
    const job = sandbox.api.create({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'j', namespace: 'default' },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'c', image: 'm' }],
          },
        },
      },
    });
    const forget = registerJobHandler(async (given, pod) => ({
      exitCode: 3,
      log: `${given.metadata.name} in ${pod.metadata.name}\nERROR 1045`,
    }));
    create({
      spec: { restartPolicy: 'Never' },
      metadata: {
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'Job',
            name: 'j',
            uid: job.metadata.uid,
            controller: true,
          },
        ],
      },
    });
    const pod = await until(p => p.status?.phase === 'Failed');
    forget();
    expect(container(pod).state.terminated.exitCode).toBe(3);
    expect(logs.read(pod, 'c')!.map(l => l.text)).toEqual([
      'j in p',
      'ERROR 1045',
    ]);
  });

  it('goes on where it was after a restart of the sandbox', async () => {
    create({});
    await until(p => p.status?.startTime);
    await sandbox.restart();
    const pod = await until(p => container(p)?.ready);
    expect(container(pod).restartCount).toBe(0);
  });
});
