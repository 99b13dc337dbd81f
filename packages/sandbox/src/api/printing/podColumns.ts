import type { SandboxObject } from '../../types';
import { ageOf } from './age';
import type { Column } from './Column';

interface ContainerStatus {
  ready?: boolean;
  restartCount?: number;
  state?: Record<string, any>;
  lastState?: Record<string, any>;
}

const statuses = (pod: SandboxObject): ContainerStatus[] =>
  Array.isArray(pod.status?.containerStatuses)
    ? pod.status.containerStatuses
    : [];

function initStatus(pod: SandboxObject): string | undefined {
  const list: ContainerStatus[] = Array.isArray(
    pod.status?.initContainerStatuses,
  )
    ? pod.status.initContainerStatuses
    : [];
  for (const [i, { state }] of list.entries()) {
    if (state?.terminated?.exitCode === 0) continue;
    if (state?.terminated) {
      return `Init:${
        state.terminated.reason || `ExitCode:${state.terminated.exitCode}`
      }`;
    }
    const waiting = state?.waiting?.reason;
    return waiting && waiting !== 'PodInitializing'
      ? `Init:${waiting}`
      : `Init:${i}/${pod.spec?.initContainers?.length ?? list.length}`;
  }
  return undefined;
}

/** The word that kubectl shows in the STATUS column. */
export function podStatus(pod: SandboxObject): string {
  let reason: string = pod.status?.reason || pod.status?.phase || 'Unknown';
  const init = initStatus(pod);
  if (init) reason = init;
  else {
    let running = false;
    for (const { state, ready } of [...statuses(pod)].reverse()) {
      if (state?.waiting?.reason) reason = state.waiting.reason;
      else if (state?.terminated) {
        const { reason: why, signal, exitCode } = state.terminated;
        reason = why || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
      } else if (ready && state?.running) running = true;
    }
    if (reason === 'Completed' && running) reason = 'Running';
  }
  return pod.metadata.deletionTimestamp ? 'Terminating' : reason;
}

function restarts(pod: SandboxObject, now: number): string {
  const list = statuses(pod);
  const count = list.reduce((sum, s) => sum + (s.restartCount ?? 0), 0);
  const last = list
    .map(s => s.lastState?.terminated?.finishedAt as string | undefined)
    .filter(Boolean)
    .sort()
    .at(-1);
  return count && last ? `${count} (${ageOf(last, now)} ago)` : String(count);
}

/** Columns of pods. */
export const podColumns: Column[] = [
  {
    name: 'Ready',
    value: pod =>
      `${statuses(pod).filter(s => s.ready).length}/${
        pod.spec?.containers?.length ?? 0
      }`,
  },
  { name: 'Status', value: podStatus },
  { name: 'Restarts', value: (pod, { now }) => restarts(pod, now) },
  {
    name: 'Age',
    value: (pod, { now }) => ageOf(pod.metadata.creationTimestamp, now),
  },
  { name: 'IP', priority: 1, value: pod => pod.status?.podIP ?? '<none>' },
  { name: 'Node', priority: 1, value: pod => pod.spec?.nodeName ?? '<none>' },
  {
    name: 'Nominated Node',
    priority: 1,
    value: pod => pod.status?.nominatedNodeName ?? '<none>',
  },
  {
    name: 'Readiness Gates',
    priority: 1,
    value: pod => {
      const gates: { conditionType: string }[] = pod.spec?.readinessGates ?? [];
      if (!gates.length) return '<none>';
      const met = gates.filter(gate =>
        pod.status?.conditions?.some(
          (c: any) => c.type === gate.conditionType && c.status === 'True',
        ),
      );
      return `${met.length}/${gates.length}`;
    },
  },
];
