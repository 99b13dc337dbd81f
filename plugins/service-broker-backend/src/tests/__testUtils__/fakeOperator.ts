import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { FakeCluster } from './FakeCluster';

const API = 'example.org/v1';

/** One round of the operators of Widget and Gadget, and of the Job controller: everything wished for is done at once. */
export function operate(cluster: FakeCluster): void {
  for (const kind of ['Widget', 'Gadget']) {
    for (const object of cluster.find({ apiVersion: API, kind })) {
      cluster.setStatus(object, {
        phase: 'Ready',
        observedGeneration: object.metadata.generation,
      });
    }
  }
  for (const user of cluster.find({ apiVersion: API, kind: 'WidgetUser' })) {
    cluster.setStatus(user, { done: true });
  }
  for (const gadget of cluster.find({ apiVersion: API, kind: 'Gadget' })) {
    const { users = [] } = gadget.spec as { users?: { secret: string }[] };
    for (const { secret } of users) markDone(cluster, gadget, secret);
  }
  for (const job of cluster.find({ apiVersion: 'batch/v1', kind: 'Job' })) {
    cluster.setStatus(job, {
      conditions: [{ type: 'Complete', status: 'True' }],
    });
  }
}

function markDone(
  cluster: FakeCluster,
  { metadata }: KubernetesObject,
  secret: string,
): void {
  const found = cluster.get({
    apiVersion: 'v1',
    kind: 'Secret',
    name: secret,
    namespace: metadata.namespace,
  });
  if (found) found.metadata.annotations = { done: 'yes' };
}
