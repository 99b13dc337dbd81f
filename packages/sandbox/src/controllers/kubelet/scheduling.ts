import type { SandboxApi, SandboxObject } from '../../types';
import { hasLabels } from '../model/labels';
import { referenceId } from './podReferences';

interface Unschedulable {
  message: string;
  /** What must change before it is worth another look. */
  wanted: string[];
}

/** Why the pod cannot run on the node; `undefined` if it can. Amounts are not counted: simulated pods need no machine. */
export function obstacleOf(
  api: SandboxApi,
  pod: SandboxObject,
  node: SandboxObject | undefined,
): Unschedulable | undefined {
  if (!node) {
    return {
      message: 'no nodes available to schedule pods',
      wanted: ['Node'],
    };
  }
  const none = (why: string) => `0/1 nodes are available: ${why}`;
  if (!hasLabels(pod.spec.nodeSelector, node.metadata.labels)) {
    return {
      message: none(
        "1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
      ),
      wanted: ['Node'],
    };
  }
  if (node.spec?.unschedulable) {
    return {
      message: none('1 node(s) were unschedulable.'),
      wanted: ['Node'],
    };
  }
  const namespace = pod.metadata.namespace!;
  for (const volume of pod.spec.volumes ?? []) {
    const name: string | undefined =
      volume.persistentVolumeClaim?.claimName ??
      (volume.ephemeral && `${pod.metadata.name}-${volume.name}`);
    if (!name) continue;
    const kind = 'PersistentVolumeClaim';
    const claim = api.get({ apiVersion: 'v1', kind, name, namespace });
    const wanted = [referenceId(kind, namespace, name)];
    if (!claim) {
      const message = none(`persistentvolumeclaim "${name}" not found.`);
      return { message, wanted };
    }
    if (claim.metadata.deletionTimestamp) {
      const message = none(`persistentvolumeclaim "${name}" is being deleted.`);
      return { message, wanted };
    }
    if (claim.status?.phase !== 'Bound') {
      const message = none('pod has unbound immediate PersistentVolumeClaims.');
      return { message, wanted };
    }
  }
  return undefined;
}
