import { timestamp } from '../loop/Clock';
import type { SandboxObject } from '../../types';
import { behaviourOf } from './behaviour';
import {
  canBePulled,
  runningStatus,
  terminatedStatus,
  waitingStatus,
  type ContainerSpec,
  type ContainerStatus,
} from './containers';
import { isSidecar } from './podSummary';

export interface PodEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/** What happens to a container next. */
export type ContainerStep =
  | { kind: 'rest' }
  /** Nothing before that moment of real time. */
  | { kind: 'wait'; untilMs: number }
  /** It does its work and ends by itself. */
  | { kind: 'run' }
  /** After some simulated work its status is `next`. Steps with the same id are taken together. */
  | {
      kind: 'change';
      id: string;
      afterMs: number;
      next: ContainerStatus;
      events: PodEvent[];
    };

/** What the containers of a pod depend on. */
export interface ContainerSurroundings {
  pod: SandboxObject;
  now: number;
  /** Why the container cannot be configured: a Secret or ConfigMap of its environment is missing. */
  problem(container: ContainerSpec): string | undefined;
}

const PULL_MS = 700;
const START_MS = 900;
const READY_MS = 600;
const INIT_MS = 500;
const SLOW_FACTOR = 30;
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 300_000;

const rest: ContainerStep = { kind: 'rest' };
const normal = (reason: string, message: string): PodEvent => ({
  type: 'Normal',
  reason,
  message,
});
const warning = (reason: string, message: string): PodEvent => ({
  type: 'Warning',
  reason,
  message,
});
const unhealthy = warning(
  'Unhealthy',
  'Readiness probe failed: HTTP probe failed with statuscode: 503',
);

const backoffMs = (restartCount: number) =>
  Math.min(FIRST_BACKOFF_MS * 2 ** restartCount, LONGEST_BACKOFF_MS);

/** Whether an ended container of the pod starts once more. */
function restarts(
  pod: SandboxObject,
  container: ContainerSpec,
  exitCode: number,
): boolean {
  const policy = isSidecar(container)
    ? 'Always'
    : pod.spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function failingPull(
  container: ContainerSpec,
  status: ContainerStatus | undefined,
): ContainerStep {
  const { image } = container;
  const waiting = status?.image === image ? status.state.waiting : undefined;
  if (waiting?.reason === 'ImagePullBackOff') return rest;
  if (waiting?.reason === 'ErrImagePull') {
    const message = `Back-off pulling image "${image}"`;
    return {
      kind: 'change',
      id: 'pull-backoff',
      afterMs: PULL_MS,
      next: waitingStatus(container, 'ImagePullBackOff', message, status),
      events: [
        normal('BackOff', message),
        warning('Failed', 'Error: ImagePullBackOff'),
      ],
    };
  }
  const cause = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": not found`;
  const error = `rpc error: code = NotFound desc = ${cause}`;
  return {
    kind: 'change',
    id: 'pull',
    afterMs: PULL_MS,
    next: waitingStatus(container, 'ErrImagePull', error, status),
    events: [
      normal('Pulling', `Pulling image "${image}"`),
      warning('Failed', `Failed to pull image "${image}": ${error}`),
      warning('Failed', 'Error: ErrImagePull'),
    ],
  };
}

function start(
  container: ContainerSpec,
  status: ContainerStatus | undefined,
  { pod, now, problem }: ContainerSurroundings,
  id: string,
  afterMs: number,
): ContainerStep {
  const behaviour = behaviourOf(pod);
  if (!canBePulled(container.image) || behaviour === 'imagepull') {
    return failingPull(container, status);
  }
  const why = problem(container);
  if (why) {
    const known = status?.state.waiting;
    return known?.reason === 'CreateContainerConfigError' &&
      known.message === why
      ? rest
      : {
          kind: 'change',
          id: 'config-error',
          afterMs: 0,
          next: waitingStatus(
            container,
            'CreateContainerConfigError',
            why,
            status,
          ),
          events: [warning('Failed', `Error: ${why}`)],
        };
  }
  const { name, image } = container;
  return {
    kind: 'change',
    id,
    afterMs: behaviour === 'slow' ? afterMs * SLOW_FACTOR : afterMs,
    next: runningStatus(container, pod.metadata.uid!, timestamp(now), status),
    events: [
      normal('Pulled', `Container image "${image}" already present on machine`),
      normal('Created', `Created container: ${name}`),
      normal('Started', `Started container ${name}`),
      ...(behaviour === 'unready' ? [unhealthy] : []),
    ],
  };
}

/** A container of an init list that does not stay: it runs and ends well. */
function initStep(
  status: ContainerStatus,
  { now }: ContainerSurroundings,
): ContainerStep {
  return {
    kind: 'change',
    id: 'init-end',
    afterMs: INIT_MS,
    next: {
      ...terminatedStatus(status, 0, 'Completed', timestamp(now)),
      ready: true,
    },
    events: [],
  };
}

function runningStep(
  container: ContainerSpec,
  status: ContainerStatus,
  surroundings: ContainerSurroundings,
): ContainerStep {
  const { pod, now } = surroundings;
  if (container.image !== status.image) {
    return {
      kind: 'change',
      id: 'replace',
      afterMs: 0,
      next: terminatedStatus(status, 0, 'Completed', timestamp(now)),
      events: [
        normal(
          'Killing',
          `Container ${container.name} definition changed, will be restarted`,
        ),
      ],
    };
  }
  const behaviour = behaviourOf(pod);
  if (behaviour === 'crash' || behaviour === 'oom') {
    const oom = behaviour === 'oom';
    return {
      kind: 'change',
      id: 'crash',
      afterMs: READY_MS,
      next: terminatedStatus(
        status,
        oom ? 137 : 1,
        oom ? 'OOMKilled' : 'Error',
        timestamp(now),
      ),
      events: [],
    };
  }
  if (behaviour === 'unready') {
    return status.ready
      ? {
          kind: 'change',
          id: 'unready',
          afterMs: 0,
          next: { ...status, ready: false },
          events: [unhealthy],
        }
      : rest;
  }
  if (!status.ready) {
    return {
      kind: 'change',
      id: 'ready',
      afterMs: READY_MS,
      next: { ...status, ready: true },
      events: [],
    };
  }
  const policy = pod.spec.restartPolicy ?? 'Always';
  const interactive = container.stdin && container.tty;
  return policy === 'Always' || isSidecar(container) || interactive
    ? rest
    : { kind: 'run' };
}

function endedStep(
  container: ContainerSpec,
  status: ContainerStatus,
  surroundings: ContainerSurroundings,
): ContainerStep {
  const { pod } = surroundings;
  const { exitCode } = status.state.terminated!;
  if (!restarts(pod, container, exitCode)) return rest;
  if (container.image !== status.image) {
    return start(container, status, surroundings, 'start', 0);
  }
  const delay = backoffMs(status.restartCount) / 1000;
  const { name, namespace, uid } = pod.metadata;
  const subject = `${name}_${namespace}(${uid})`;
  return {
    kind: 'change',
    id: 'backoff',
    afterMs: READY_MS,
    next: waitingStatus(
      container,
      'CrashLoopBackOff',
      `back-off ${
        delay < 60 ? `${delay}s` : `${Math.floor(delay / 60)}m${delay % 60}s`
      } restarting failed container=${container.name} pod=${subject}`,
      status,
    ),
    events: [
      warning(
        'BackOff',
        `Back-off restarting failed container ${container.name} in pod ${subject}`,
      ),
    ],
  };
}

/** The next step of one container, from its status alone: it is the same whoever asks, and after a restart. */
export function containerStep(
  container: ContainerSpec,
  status: ContainerStatus | undefined,
  surroundings: ContainerSurroundings,
  isInit = false,
): ContainerStep {
  if (status?.state.terminated) {
    return endedStep(container, status, surroundings);
  }
  if (status?.state.running) {
    return isInit && !isSidecar(container)
      ? initStep(status, surroundings)
      : runningStep(container, status, surroundings);
  }
  const ended = status?.lastState.terminated;
  if (status?.state.waiting?.reason === 'CrashLoopBackOff' && ended) {
    const untilMs =
      Date.parse(ended.finishedAt) + backoffMs(status.restartCount);
    if (surroundings.now < untilMs && container.image === status.image) {
      return { kind: 'wait', untilMs };
    }
    return start(container, status, surroundings, 'restart', 0);
  }
  return start(container, status, surroundings, 'start', START_MS);
}
