import type { SandboxObject } from '../../types';
import { isRolledOut } from '../runtime/children';
import { isPodReady, type Condition } from '../runtime/objects';
import { hasHaproxy, hostOf, type Workload } from './names';

const MOST_CONDITIONS = 20;

export type ClusterState =
  | 'initializing'
  | 'ready'
  | 'stopping'
  | 'paused'
  | 'error';

/** The history with one more entry, unless the last one says the same already; the oldest go first. */
export function appendCondition(
  history: Condition[] | undefined,
  next: Condition,
  now: string,
): Condition[] {
  const before = history ?? [];
  const last = before.at(-1);
  if (last?.type === next.type && last.message === next.message) return before;
  return [...before, { ...next, lastTransitionTime: now }].slice(
    -MOST_CONDITIONS,
  );
}

/** What was seen of a workload. */
export interface WorkloadSight {
  set: SandboxObject | undefined;
  pods: SandboxObject[];
}

function workloadStatus(
  cluster: SandboxObject,
  workload: Workload,
  sight: WorkloadSight,
) {
  const spec = cluster.spec[workload];
  const size = spec.size ?? 0;
  const ready = sight.pods.filter(isPodReady).length;
  const isReady = ready === size && isRolledOut(sight.set);
  const running = isReady ? 'ready' : 'initializing';
  const stopped = sight.pods.length === 0 ? 'paused' : 'stopping';
  return {
    size,
    ready,
    status: cluster.spec.pause ? stopped : running,
    image: spec.image,
    labelSelectorPath: `app.kubernetes.io/component=${workload},app.kubernetes.io/instance=${cluster.metadata.name}`,
  };
}

/** Status of a cluster that the operator can work on. */
export function clusterStatus(
  cluster: SandboxObject,
  sights: Record<Workload, WorkloadSight>,
  now: string,
) {
  const pxc = workloadStatus(cluster, 'pxc', sights.pxc);
  const haproxy = hasHaproxy(cluster)
    ? workloadStatus(cluster, 'haproxy', sights.haproxy)
    : undefined;
  const all = haproxy ? [pxc, haproxy] : [pxc];
  const is = (status: string) => all.every(each => each.status === status);
  const state = ((): ClusterState => {
    if (is('paused')) return 'paused';
    if (cluster.spec.pause) return 'stopping';
    return is('ready') ? 'ready' : 'initializing';
  })();
  return {
    state,
    host: hostOf(cluster),
    message: null,
    observedGeneration: cluster.metadata.generation,
    size: all.reduce((sum, each) => sum + each.size, 0),
    ready: all.reduce((sum, each) => sum + each.ready, 0),
    pxc,
    haproxy: haproxy ?? null,
    conditions: appendCondition(
      cluster.status?.conditions,
      { type: state, status: 'True' },
      now,
    ),
  };
}

/** Status of a cluster that the operator refuses; the observed generation stays behind, as with the real one. */
export const errorStatus = (
  cluster: SandboxObject,
  problem: string,
  now: string,
) => ({
  state: 'error',
  message: [`Error: ${problem}`],
  conditions: appendCondition(
    cluster.status?.conditions,
    {
      type: 'error',
      status: 'True',
      reason: 'ErrorReconcile',
      message: problem,
    },
    now,
  ),
});
