import type { SandboxObject } from '../../types';
import { timestamp } from '../loop/Clock';
import {
  containerStep,
  type ContainerStep,
  type ContainerSurroundings,
  type PodEvent,
} from './containerStep';
import {
  terminatedStatus,
  waitingStatus,
  type ContainerSpec,
  type ContainerStatus,
} from './containers';
import { isInitialized, statusOf, summarize } from './podSummary';

/** What happens to a pod on a node next. */
export type PodStep =
  | { kind: 'rest' }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'run' }
  | {
      kind: 'change';
      id: string;
      afterMs: number;
      status: Record<string, unknown>;
      events: PodEvent[];
      /** Containers that start by this step. */
      started: string[];
      /** Containers that end by this step. */
      ended: string[];
    };

export interface PodSurroundings extends ContainerSurroundings {
  hostIP: string;
  /** Why the volumes cannot be mounted. */
  volumeProblem: string | undefined;
  /** The address of the pod, the same each time. */
  podIP(): string;
}

const NETWORK_MS = 250;

/** The node takes the pod on. */
function accept(surroundings: PodSurroundings): PodStep {
  const { pod, now, hostIP } = surroundings;
  const inits: ContainerSpec[] = pod.spec.initContainers ?? [];
  const waiting = inits.length ? 'PodInitializing' : 'ContainerCreating';
  const { phase: _phase, ...status } = pod.status ?? {};
  return {
    kind: 'change',
    id: 'accept',
    afterMs: 0,
    events: [],
    started: [],
    ended: [],
    status: summarize(
      pod,
      {
        ...status,
        hostIP,
        hostIPs: [{ ip: hostIP }],
        startTime: timestamp(now),
        qosClass: qosClassOf(pod),
        ...(inits.length
          ? {
              initContainerStatuses: inits.map(c =>
                waitingStatus(c, 'PodInitializing'),
              ),
            }
          : {}),
        containerStatuses: (pod.spec.containers as ContainerSpec[]).map(c =>
          waitingStatus(c, waiting),
        ),
      },
      timestamp(now),
    ),
  };
}

/** Counted here once more, because limit ranges may have filled amounts in. */
function qosClassOf(pod: SandboxObject): string {
  const amounts: any[] = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []),
  ].map(c => c.resources ?? {});
  const names = ['cpu', 'memory'];
  if (!amounts.some(r => names.some(n => r.requests?.[n] || r.limits?.[n]))) {
    return 'BestEffort';
  }
  const isGuaranteed = amounts.every(r =>
    names.every(
      n => r.limits?.[n] && (r.requests?.[n] ?? r.limits[n]) === r.limits[n],
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function connect({ pod, now, hostIP, podIP }: PodSurroundings): PodStep {
  const ip = pod.spec.hostNetwork ? hostIP : podIP();
  return {
    kind: 'change',
    id: 'network',
    afterMs: NETWORK_MS,
    events: [],
    started: [],
    ended: [],
    status: summarize(
      pod,
      { ...pod.status, podIP: ip, podIPs: [{ ip }] },
      timestamp(now),
    ),
  };
}

interface Candidate {
  list: 'initContainerStatuses' | 'containerStatuses';
  step: ContainerStep;
}

function candidates(surroundings: PodSurroundings): Candidate[] {
  const { pod } = surroundings;
  const found: Candidate[] = [];
  for (const container of (pod.spec.initContainers ?? []) as ContainerSpec[]) {
    const status = statusOf(pod.status?.initContainerStatuses, container.name);
    if (!isInitialized(container, status)) {
      const step = containerStep(container, status, surroundings, true);
      return [{ list: 'initContainerStatuses', step }];
    }
    if (status?.state.running) {
      const step = containerStep(container, status, surroundings, true);
      found.push({ list: 'initContainerStatuses', step });
    }
  }
  for (const container of pod.spec.containers as ContainerSpec[]) {
    const status = statusOf(pod.status?.containerStatuses, container.name);
    const step = containerStep(container, status, surroundings);
    found.push({ list: 'containerStatuses', step });
  }
  return found;
}

const replaced = (
  list: ContainerStatus[] | undefined,
  next: ContainerStatus,
): ContainerStatus[] =>
  statusOf(list, next.name)
    ? list!.map(s => (s.name === next.name ? next : s))
    : [...(list ?? []), next];

/** The next step of a pod that is on a node and neither finished nor being deleted. */
export function podStep(surroundings: PodSurroundings): PodStep {
  const { pod, now } = surroundings;
  if (!pod.status?.startTime) return accept(surroundings);
  if (!pod.status.podIP) {
    return surroundings.volumeProblem
      ? { kind: 'rest' }
      : connect(surroundings);
  }
  const all = candidates(surroundings);
  const changes = all.flatMap(({ list, step }) =>
    step.kind === 'change' ? [{ list, step }] : [],
  );
  if (changes.length) {
    const first = changes.reduce((a, b) =>
      b.step.afterMs < a.step.afterMs ? b : a,
    ).step;
    const together = changes.filter(({ step }) => step.id === first.id);
    const status: Record<string, any> = { ...pod.status };
    for (const { list, step } of together) {
      status[list] = replaced(status[list], step.next);
    }
    return {
      kind: 'change',
      id: first.id,
      afterMs: first.afterMs,
      status: summarize(pod, status, timestamp(now)),
      events: together.flatMap(({ step }) => step.events),
      started: together
        .filter(({ step }) => step.next.state.running && !step.next.ready)
        .map(({ step }) => step.next.name),
      ended: together
        .filter(({ step }) => step.next.state.terminated)
        .map(({ step }) => step.next.name),
    };
  }
  if (all.some(({ step }) => step.kind === 'run')) return { kind: 'run' };
  const waits = all.flatMap(({ step }) =>
    step.kind === 'wait' ? [step.untilMs] : [],
  );
  return waits.length
    ? { kind: 'wait', untilMs: Math.min(...waits) }
    : { kind: 'rest' };
}

/** The status of a pod whose containers have done their work. */
export function finishedStatus(
  pod: SandboxObject,
  exitCode: number,
  now: number,
): Record<string, unknown> {
  const end = (status: ContainerStatus, code = exitCode): ContainerStatus =>
    status.state.running
      ? terminatedStatus(
          status,
          code,
          code === 0 ? 'Completed' : 'Error',
          timestamp(now),
        )
      : status;
  return summarize(
    pod,
    {
      ...pod.status,
      ...(pod.status?.initContainerStatuses
        ? {
            initContainerStatuses: pod.status.initContainerStatuses.map(
              (s: ContainerStatus) => end(s, 0),
            ),
          }
        : {}),
      containerStatuses: (pod.status?.containerStatuses ?? []).map(
        (s: ContainerStatus) => end(s),
      ),
    },
    timestamp(now),
  );
}
