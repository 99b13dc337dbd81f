import type { SandboxApi, SandboxObject } from '../../types';
import { garbageCollector } from '../garbage/garbageCollector';
import { ContainerLogs } from '../kubelet/ContainerLogs';
import { nodeController } from '../kubelet/nodeController';
import { podController } from '../kubelet/podController';
import { systemClock as clock } from '../loop/Clock';
import { namespaceController } from '../namespaces/namespaceController';
import { deploymentController } from '../workloads/deployment/deploymentController';
import { replicaSetController } from '../workloads/replicaSetController';
import { sandboxHarness, type Harness } from './sandboxHarness';

describe('namespaces and garbage', () => {
  let sandbox: Harness;
  let api: SandboxApi;

  const begin = () => {
    api = sandbox.api;
  };
  beforeEach(() => {
    sandbox = sandboxHarness({
      controllers: () => [
        namespaceController(clock, 'THE CA'),
        garbageCollector(clock),
        nodeController(clock),
        podController(clock, new ContainerLogs()),
        replicaSetController(clock),
        deploymentController(clock),
      ],
    });
    begin();
    api.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        ],
      },
    });
    api.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'team' },
    });
  });
  afterEach(() => sandbox.dispose());

  const at = (kind: string, name: string, apiVersion = 'v1') => ({
    apiVersion,
    kind,
    name,
    namespace: 'team',
  });
  const make = (
    kind: string,
    name: string,
    more: Record<string, any> = {},
    apiVersion = 'v1',
  ): SandboxObject => {
    const { metadata, ...rest } = more;
    return api.create({
      apiVersion,
      kind,
      metadata: { name, namespace: 'team', ...metadata },
      ...rest,
    });
  };
  const ownedBy = (...owners: SandboxObject[]) => ({
    ownerReferences: owners.map(owner => ({
      apiVersion: owner.apiVersion,
      kind: owner.kind,
      name: owner.metadata.name,
      uid: owner.metadata.uid!,
      blockOwnerDeletion: true,
    })),
  });
  const namespace = () =>
    api.get({ apiVersion: 'v1', kind: 'Namespace', name: 'team' });
  const gone = (ref: any) => sandbox.until(() => !api.get(ref));
  const deploy = () =>
    make(
      'Deployment',
      'web',
      {
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'c', image: 'web:1' }] },
          },
        },
      },
      'apps/v1',
    );
  const pods = () =>
    api.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'team' });
  const ready = () =>
    sandbox.until(
      () =>
        api.get(at('Deployment', 'web', 'apps/v1'))?.status
          ?.availableReplicas === 2,
    );

  it('furnishes a namespace, and again when someone takes something out', async () => {
    await sandbox.until(() => api.get(at('ServiceAccount', 'default')));
    const ca = await sandbox.until(() =>
      api.get(at('ConfigMap', 'kube-root-ca.crt')),
    );
    expect(ca.data['ca.crt']).toBe('THE CA');
    api.delete(at('ConfigMap', 'kube-root-ca.crt'));
    await sandbox.until(() => api.get(at('ConfigMap', 'kube-root-ca.crt')));
  });

  it('takes everything in a namespace away, and then the namespace', async () => {
    deploy();
    make('Secret', 's');
    make('Widget', 'w', {}, 'example.com/v1');
    await ready();
    api.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'team' });
    expect(namespace()!.status.phase).toBe('Terminating');
    expect(() => make('ConfigMap', 'late')).toThrow(
      'unable to create new content in namespace team because it is being terminated',
    );
    await sandbox.until(() => !namespace());
    for (const kind of ['Pod', 'Secret', 'ServiceAccount', 'Event']) {
      expect(api.list({ apiVersion: 'v1', kind, namespace: 'team' })).toEqual(
        [],
      );
    }
    expect(api.list({ apiVersion: 'example.com/v1', kind: 'Widget' })).toEqual(
      [],
    );
    expect(sandbox.messages).toEqual([]);
  });

  it('says which finalizers hold a namespace, and goes on when they are gone, over a restart too', async () => {
    make(
      'Widget',
      'w',
      { metadata: { finalizers: ['example.com/hold'] } },
      'example.com/v1',
    );
    await sandbox.settled();
    api.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'team' });
    const condition = (type: string) =>
      namespace()?.status?.conditions?.find((c: any) => c.type === type);
    await sandbox.until(
      () => condition('NamespaceFinalizersRemaining')?.status === 'True',
    );
    await sandbox.settled();
    expect(condition('NamespaceFinalizersRemaining').message).toBe(
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    );
    expect(condition('NamespaceContentRemaining').message).toBe(
      'Some resources are remaining: widgets.example.com has 1 resource instances',
    );
    await sandbox.restart();
    begin();
    await sandbox.settled();
    api.patch(at('Widget', 'w', 'example.com/v1'), {
      metadata: { finalizers: [] },
    });
    await sandbox.until(() => !namespace());
  });

  it('collects what belonged to an owner that is gone', async () => {
    deploy();
    await ready();
    api.delete(at('Deployment', 'web', 'apps/v1'));
    await sandbox.until(() => pods().length === 0);
    expect(
      api.list({
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        namespace: 'team',
      }),
    ).toEqual([]);
  });

  it('keeps the owner until its dependents are gone, in the foreground', async () => {
    deploy();
    await ready();
    const order: string[] = [];
    for (const [apiVersion, kind] of [
      ['v1', 'Pod'],
      ['apps/v1', 'ReplicaSet'],
      ['apps/v1', 'Deployment'],
    ]) {
      api.watch({ apiVersion, kind }, type => {
        if (type === 'DELETED') order.push(kind);
      });
    }
    api.delete(at('Deployment', 'web', 'apps/v1'), {
      propagationPolicy: 'Foreground',
    });
    await gone(at('Deployment', 'web', 'apps/v1'));
    await sandbox.settled();
    expect(order).toEqual(['Pod', 'Pod', 'ReplicaSet', 'Deployment']);
  });

  it('leaves dependents alone when told to orphan them', async () => {
    deploy();
    await ready();
    api.delete(at('Deployment', 'web', 'apps/v1'), {
      propagationPolicy: 'Orphan',
    });
    await gone(at('Deployment', 'web', 'apps/v1'));
    await sandbox.settled();
    const [set] = api.list({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      namespace: 'team',
    });
    expect(set.metadata.ownerReferences ?? []).toEqual([]);
    expect(pods()).toHaveLength(2);
    deploy();
    await sandbox.until(() =>
      api
        .get({ ...at('ReplicaSet', set.metadata.name, 'apps/v1') })
        ?.metadata.ownerReferences?.some(r => r.kind === 'Deployment'),
    );
  });

  it('tells an owner from another one of the same name by uid', async () => {
    const owner = make('ConfigMap', 'owner');
    make('Secret', 'child', { metadata: ownedBy(owner) });
    make('Secret', 'stranger', {
      metadata: ownedBy({
        ...owner,
        metadata: { ...owner.metadata, uid: 'somebody-else' },
      }),
    });
    await gone(at('Secret', 'stranger'));
    expect(api.get(at('Secret', 'child'))).toBeDefined();
  });

  it('keeps a child that has another owner left', async () => {
    const first = make('ConfigMap', 'first');
    const second = make('ConfigMap', 'second');
    make('Secret', 'child', { metadata: ownedBy(first, second) });
    api.delete(at('ConfigMap', 'first'));
    await sandbox.until(
      () =>
        api.get(at('Secret', 'child'))!.metadata.ownerReferences!.length === 1,
    );
    expect(
      api.get(at('Secret', 'child'))!.metadata.ownerReferences![0].name,
    ).toBe('second');
    api.delete(at('ConfigMap', 'second'));
    await gone(at('Secret', 'child'));
  });

  it('collects what lost its owner while the sandbox was down', async () => {
    const owner = make('ConfigMap', 'owner');
    make('Secret', 'child', { metadata: ownedBy(owner) });
    await sandbox.settled();
    api.delete(at('ConfigMap', 'owner'));
    // Before any controller has had a turn.
    await sandbox.restart();
    begin();
    expect(api.get(at('Secret', 'child'))).toBeDefined();
    await gone(at('Secret', 'child'));
  });
});
