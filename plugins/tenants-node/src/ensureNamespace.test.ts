import type { ClusterClient } from '@jimu/plugin-clusters-node';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import { ensureNamespace } from './ensureNamespace';

function clusterWith(existing?: KubernetesObject) {
  const applied: KubernetesObject[] = [];
  const client = {
    cluster: 'main',
    get: async () => existing,
    apply: async (object: KubernetesObject) => {
      applied.push(object);
      return object;
    },
  } as unknown as ClusterClient;
  return { client, applied };
}

const owner = { tenant: 'pay', environment: 'dev' };

const namespace = (
  labels: Record<string, string>,
  more: object = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'pay-dev-svc', labels, ...more },
});

describe('ensureNamespace', () => {
  it('makes the namespace with its labels', async () => {
    const { client, applied } = clusterWith();
    await ensureNamespace(client, 'pay-dev-svc', 'services', owner);
    expect(applied).toEqual([
      namespace({
        'app.kubernetes.io/managed-by': 'jimu',
        'jimu.dev/tenant': 'pay',
        'jimu.dev/environment': 'dev',
        'jimu.dev/purpose': 'services',
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/warn': 'restricted',
      }),
    ]);
  });

  it('writes nothing when all is in place, and repairs what was edited', async () => {
    const first = clusterWith();
    await ensureNamespace(first.client, 'pay-dev-svc', 'services', owner);
    const labels = first.applied[0].metadata.labels!;

    const same = clusterWith(namespace(labels));
    await ensureNamespace(same.client, 'pay-dev-svc', 'services', owner);
    expect(same.applied).toEqual([]);

    const edited = clusterWith(
      namespace({
        ...labels,
        'pod-security.kubernetes.io/enforce': 'privileged',
      }),
    );
    await ensureNamespace(edited.client, 'pay-dev-svc', 'services', owner);
    expect(edited.applied).toEqual(first.applied);
  });

  it.each([
    ['without labels', {}],
    [
      'of another tenant',
      { 'jimu.dev/tenant': 'shop', 'jimu.dev/environment': 'dev' },
    ],
  ])('never takes over a namespace %s', async (_, labels) => {
    const { client, applied } = clusterWith(namespace(labels));
    await expect(
      ensureNamespace(client, 'pay-dev-svc', 'services', owner),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('a platform admin must label it'),
    });
    expect(applied).toEqual([]);
  });

  it('waits for a namespace that is being deleted', async () => {
    const { client } = clusterWith(
      namespace(
        { 'jimu.dev/tenant': 'pay', 'jimu.dev/environment': 'dev' },
        { deletionTimestamp: '2026-01-01T00:00:00Z' },
      ),
    );
    await expect(
      ensureNamespace(client, 'pay-dev-svc', 'services', owner),
    ).rejects.toThrow('is being deleted');
  });
});
