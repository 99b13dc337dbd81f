import fc from 'fast-check';
import type { ApiStatusError } from '../../api/ApiStatusError';
import type { SandboxApi, SandboxObject } from '../../types';
import { garbageCollector } from '../garbage/garbageCollector';
import { ContainerLogs } from '../kubelet/ContainerLogs';
import { nodeController } from '../kubelet/nodeController';
import { podController } from '../kubelet/podController';
import { limitRangeAdmission } from '../limits/limitRangeAdmission';
import { systemClock as clock } from '../loop/Clock';
import { formatQuantity, parseQuantity, quantityOf } from '../model/quantity';
import { podSecurityAdmission } from '../podSecurity/podSecurityAdmission';
import { quotaAdmission } from '../quota/quotaAdmission';
import { quotaController } from '../quota/quotaController';
import { QuotaLedger } from '../quota/QuotaLedger';
import { deploymentController } from '../workloads/deployment/deploymentController';
import { replicaSetController } from '../workloads/replicaSetController';
import { sandboxHarness, type Harness } from './sandboxHarness';

describe('quantities', () => {
  it.each([
    ['1.5Gi', '1536Mi'],
    ['0.1', '100m'],
    ['1000m', '1'],
    ['1e3', '1k'],
    ['1024Ki', '1Mi'],
    ['3.2Ti', '3518437208883200m'],
    ['-2', '-2'],
    ['1000', '1k'],
    ['0', '0'],
    ['.5', '500m'],
    ['5E', '5E'],
    ['1n', '1n'],
  ])('%s is %s', (text, canonical) => {
    expect(formatQuantity(parseQuantity(text)!)).toBe(canonical);
  });

  it.each(['', 'abc', '1 Gi', '1gi', 'Gi', '1.2.3', '0x10', '1Gi1', null, {}])(
    'knows that %p is none',
    text => expect(parseQuantity(text)).toBeUndefined(),
  );

  it('writes what it reads as the same amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti'),
        (number, suffix) => {
          const quantity = parseQuantity(`${number}${suffix}`)!;
          const again = parseQuantity(formatQuantity(quantity))!;
          expect(again.nano).toBe(quantity.nano);
        },
      ),
    );
  });
});

describe('limits of a namespace', () => {
  let sandbox: Harness;
  let api: SandboxApi;

  beforeEach(() => {
    sandbox = sandboxHarness({
      controllers: () => [
        quotaController(clock),
        nodeController(clock),
        podController(clock, new ContainerLogs()),
        replicaSetController(clock),
        deploymentController(clock),
        garbageCollector(clock),
      ],
      admission: getApi => [
        limitRangeAdmission(getApi),
        podSecurityAdmission(getApi),
        quotaAdmission(getApi, new QuotaLedger(getApi)),
      ],
    });
    api = sandbox.api;
  });
  afterEach(() => sandbox.dispose());

  const namespace = 'default';
  const quota = (hard: Record<string, string>, more = {}) =>
    api.create({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace },
      spec: { hard, ...more },
    });
  const quotaRef = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    name: 'q',
    namespace,
  };
  const used = () => api.get(quotaRef)?.status?.used;
  const pod = (name: string, container: Record<string, any> = {}, spec = {}) =>
    api.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: { containers: [{ name: 'c', image: 'i', ...container }], ...spec },
    });
  const cpu = (requests: string, limits?: string) => ({
    resources: {
      requests: { cpu: requests },
      ...(limits ? { limits: { cpu: limits } } : {}),
    },
  });
  const refusal = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      expect((error as ApiStatusError).code).toBe(403);
      return (error as Error).message;
    }
    throw new Error('was allowed');
  };

  it('refuses what goes over, in the words of Kubernetes', () => {
    quota({ 'requests.cpu': '1', 'limits.cpu': '2', pods: '3' });
    pod('a', cpu('600m', '1'));
    expect(refusal(() => pod('b', cpu('500m', '1')))).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=500m, used: requests.cpu=600m, limited: requests.cpu=1',
    );
    expect(refusal(() => pod('c', cpu('100m')))).toBe(
      'pods "c" is forbidden: failed quota: q: must specify limits.cpu for: c',
    );
    pod('d', cpu('100m', '500m'));
    pod('e', cpu('100m', '500m'));
    expect(refusal(() => pod('f', cpu('100m', '100m')))).toBe(
      'pods "f" is forbidden: exceeded quota: q, requested: limits.cpu=100m,pods=1, used: limits.cpu=2,pods=3, limited: limits.cpu=2,pods=3',
    );
  });

  it('counts claims, objects, node ports and load balancers', async () => {
    quota({
      'requests.storage': '10Gi',
      persistentvolumeclaims: '2',
      'standard.storageclass.storage.k8s.io/requests.storage': '10Gi',
      'count/deployments.apps': '1',
      secrets: '1',
      'services.nodeports': '1',
      'services.loadbalancers': '0',
    });
    const claim = (name: string, storage: string) =>
      api.create({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace },
        spec: {
          storageClassName: 'standard',
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage } },
        },
      });
    claim('a', '6Gi');
    expect(refusal(() => claim('b', '5Gi'))).toContain(
      'exceeded quota: q, requested: requests.storage=5Gi,standard.storageclass.storage.k8s.io/requests.storage=5Gi, used: requests.storage=6Gi',
    );
    expect(
      refusal(() =>
        api.patch(
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            name: 'a',
            namespace,
          },
          { spec: { resources: { requests: { storage: '12Gi' } } } },
        ),
      ),
    ).toContain('requested: requests.storage=6Gi');
    const secret = (name: string) =>
      api.create({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
      });
    secret('s');
    expect(refusal(() => secret('t'))).toBe(
      'secrets "t" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=1, limited: secrets=1',
    );
    const service = (type: string) =>
      api.create({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: type.toLowerCase(), namespace },
        spec: { type, ports: [{ port: 80 }] },
      });
    service('ClusterIP');
    service('NodePort');
    expect(refusal(() => service('LoadBalancer'))).toContain(
      'services.loadbalancers=1',
    );
    await sandbox.until(() => used()?.['services.nodeports'] === '1');
    expect(used()).toMatchObject({
      'requests.storage': '6Gi',
      persistentvolumeclaims: '1',
      secrets: '1',
      'count/deployments.apps': '0',
    });
  });

  it('gives back what pods used when they end or are gone', async () => {
    quota({ 'requests.cpu': '1', 'count/pods': '5' });
    pod('a', cpu('1'), { restartPolicy: 'Never' });
    await sandbox.until(() => used()?.['requests.cpu'] === '1');
    await sandbox.until(() => used()?.['requests.cpu'] === '0');
    expect(used()['count/pods']).toBe('1');
    pod('b', cpu('1'));
    expect(refusal(() => pod('c', cpu('1')))).toContain('exceeded quota');
    api.delete({ apiVersion: 'v1', kind: 'Pod', name: 'b', namespace });
    await sandbox.until(() => used()?.['requests.cpu'] === '0');
    pod('c', cpu('1'));
  });

  it('never lets the sum over the limit, whatever is created, changed and deleted', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      fc.record({
        do: fc.constant('create' as const),
        name,
        milli: fc.integer({ min: 1, max: 900 }),
      }),
      fc.record({ do: fc.constant('delete' as const), name }),
      fc.record({ do: fc.constant('limit' as const), milli: fc.nat(2000) }),
    );
    type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
    const quotaOf = ({ spec }: SandboxObject) =>
      quantityOf(spec.hard['requests.cpu']).nano;
    quota({ 'requests.cpu': '1' });
    const live = () => api.list({ apiVersion: 'v1', kind: 'Pod', namespace });
    const sum = () =>
      live().reduce(
        (n, p) =>
          n + quantityOf(p.spec.containers[0].resources.requests.cpu).nano,
        0n,
      );
    let id = 0;
    /** Whether the step was taken: only a create can be refused. */
    const take = (each: Step): 'done' | 'refused' => {
      if (each.do === 'limit') {
        api.patch(quotaRef, {
          spec: { hard: { 'requests.cpu': `${each.milli}m` } },
        });
        return 'done';
      }
      if (each.do === 'delete') {
        live()
          .filter(p => p.metadata.name.startsWith(each.name))
          .forEach(p =>
            api.delete(
              {
                apiVersion: 'v1',
                kind: 'Pod',
                name: p.metadata.name,
                namespace,
              },
              { gracePeriodSeconds: 0 },
            ),
          );
        return 'done';
      }
      id += 1;
      try {
        pod(`${each.name}${id}`, cpu(`${each.milli}m`));
        return 'done';
      } catch (error) {
        if (!/exceeded quota/.test((error as Error).message)) throw error;
        return 'refused';
      }
    };
    const expected = (each: Step): 'done' | 'refused' => {
      if (each.do !== 'create') return 'done';
      const limit = quotaOf(api.get(quotaRef)!);
      const wanted = quantityOf(`${each.milli}m`).nano;
      return sum() + wanted <= limit ? 'done' : 'refused';
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        for (const each of steps) {
          const before = sum();
          const outcome = expected(each);
          expect(take(each)).toBe(outcome);
          const grew = sum() > before;
          expect(grew).toBe(each.do === 'create' && outcome === 'done');
        }
      }),
      { numRuns: 40 },
    );
  });

  it('shows a refused pod of a Deployment only as an event and a condition, and goes on when the quota grows', async () => {
    quota({ 'requests.cpu': '1' });
    api.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'c', image: 'i', ...cpu('400m') }] },
        },
      },
    });
    const deployment = () =>
      api.get({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
        namespace,
      })!;
    const condition = (type: string) =>
      deployment().status?.conditions?.find((c: any) => c.type === type);
    await sandbox.until(
      () => condition('ReplicaFailure')?.reason === 'FailedCreate',
    );
    await sandbox.until(() => deployment().status.availableReplicas === 2);
    expect(condition('ReplicaFailure').message).toMatch(
      /^pods "web-\w+-\w+" is forbidden: exceeded quota: q, requested: requests.cpu=400m, used: requests.cpu=800m, limited: requests.cpu=1$/,
    );
    const failures = api
      .list({ apiVersion: 'v1', kind: 'Event', namespace })
      .filter(e => e.reason === 'FailedCreate');
    expect(new Set(failures.map(e => e.involvedObject.kind))).toEqual(
      new Set(['ReplicaSet']),
    );
    expect(failures[0].message).toContain('Error creating: pods "web-');
    api.patch(quotaRef, { spec: { hard: { 'requests.cpu': '2' } } });
    await sandbox.until(() => deployment().status.availableReplicas === 3);
    expect(condition('ReplicaFailure')).toBeUndefined();
    await sandbox.until(() => used()?.['requests.cpu'] === '1200m');
  });

  it('fills in default amounts and keeps bounds', () => {
    api.create({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'l', namespace },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '256Mi' },
            defaultRequest: { cpu: '100m' },
            max: { cpu: '1' },
            min: { memory: '64Mi' },
          },
        ],
      },
    });
    const created = pod('a');
    expect(created.spec.containers[0].resources).toEqual({
      limits: { cpu: '500m', memory: '256Mi' },
      requests: { cpu: '100m', memory: '256Mi' },
    });
    expect(created.metadata.annotations!['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c',
    );
    expect(refusal(() => pod('b', cpu('1', '2')))).toBe(
      'pods "b" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    );
    expect(
      refusal(() =>
        pod('c', {
          resources: { limits: { cpu: '3', memory: '32Mi' } },
        }),
      ),
    ).toBe(
      'pods "c" is forbidden: [minimum memory usage per Container is 64Mi, but request is 32Mi, maximum cpu usage per Container is 1, but limit is 3]',
    );
  });

  describe('pod security', () => {
    const enforce = (level: string) =>
      api.patch(
        { apiVersion: 'v1', kind: 'Namespace', name: namespace },
        {
          metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } },
        },
      );

    it('refuses what baseline forbids', () => {
      enforce('baseline');
      pod('plain');
      expect(
        refusal(() => pod('p', { securityContext: { privileged: true } })),
      ).toBe(
        'pods "p" is forbidden: violates PodSecurity "baseline:latest": privileged (container "c" must not set securityContext.privileged=true)',
      );
      expect(
        refusal(() =>
          pod(
            'h',
            {},
            {
              hostNetwork: true,
              volumes: [{ name: 'v', hostPath: { path: '/' } }],
            },
          ),
        ),
      ).toBe(
        'pods "h" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPath volumes (volume "v")',
      );
    });

    it('refuses what restricted forbids and takes what it asks for', () => {
      enforce('restricted');
      expect(refusal(() => pod('plain'))).toBe(
        'pods "plain" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
      );
      pod(
        'fine',
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
        },
        {
          securityContext: {
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      );
    });
  });
});
