import type { SandboxObject } from '../../types';
import { isPodReady } from '../model/pods';

const costOf = (pod: SandboxObject) =>
  Number(
    pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'],
  ) || 0;

const phaseRank = (pod: SandboxObject) =>
  pod.status?.phase === 'Running' ? 1 : 0;

/** The pods in the order in which a scale-down takes them: unassigned, pending, unready, cheap and young ones first. */
export function orderForDeletion(
  pods: readonly SandboxObject[],
): SandboxObject[] {
  const ranks = (pod: SandboxObject) => [
    pod.spec.nodeName ? 1 : 0,
    phaseRank(pod),
    isPodReady(pod) ? 1 : 0,
    costOf(pod),
    -Date.parse(pod.metadata.creationTimestamp ?? ''),
  ];
  return pods
    .map(pod => ({ pod, rank: ranks(pod) }))
    .sort((a, b) => {
      const i = a.rank.findIndex((value, at) => value !== b.rank[at]);
      return i < 0 ? 0 : a.rank[i] - b.rank[i];
    })
    .map(({ pod }) => pod);
}
