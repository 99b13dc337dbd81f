import type { SandboxObject } from '../../types';
import {
  findCondition,
  withCondition,
  type Condition,
} from '../model/conditions';
import type { ContainerSpec, ContainerStatus } from './containers';

type Status = Record<string, any>;

/** An init container that keeps running beside the others. */
export const isSidecar = (container: ContainerSpec) =>
  container.restartPolicy === 'Always';

export const statusOf = (
  list: ContainerStatus[] | undefined,
  name: string,
): ContainerStatus | undefined => list?.find(s => s.name === name);

/** Whether an init container lets the next one start. */
export function isInitialized(
  container: ContainerSpec,
  status: ContainerStatus | undefined,
): boolean {
  return isSidecar(container)
    ? Boolean(status?.started)
    : status?.state.terminated?.exitCode === 0;
}

function phaseOf(pod: SandboxObject, status: Status): string {
  const statuses: ContainerStatus[] = status.containerStatuses ?? [];
  const specs: ContainerSpec[] = pod.spec.containers;
  const policy = pod.spec.restartPolicy ?? 'Always';
  const failedInit = (status.initContainerStatuses ?? []).some(
    (s: ContainerStatus) =>
      policy === 'Never' && (s.state.terminated?.exitCode ?? 0) !== 0,
  );
  if (failedInit) return 'Failed';
  const ended = statuses.filter(s => s.state.terminated);
  if (policy !== 'Always' && ended.length === specs.length) {
    if (ended.every(s => s.state.terminated!.exitCode === 0)) {
      return 'Succeeded';
    }
    if (policy === 'Never') return 'Failed';
  }
  const begun = statuses.every(
    s => s.state.running || s.state.terminated || s.lastState.terminated,
  );
  return statuses.length === specs.length && begun ? 'Running' : 'Pending';
}

/** The status with its phase and conditions as they follow from the containers. */
export function summarize(
  pod: SandboxObject,
  status: Status,
  now: string,
): Status {
  const phase = phaseOf(pod, status);
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const inits: ContainerSpec[] = pod.spec.initContainers ?? [];
  const names = (specs: ContainerSpec[], of: (c: ContainerSpec) => boolean) =>
    specs.filter(c => !of(c)).map(c => c.name);
  const uninitialized = names(inits, c =>
    isInitialized(c, statusOf(status.initContainerStatuses, c.name)),
  );
  const unready = names(pod.spec.containers, c =>
    Boolean(statusOf(status.containerStatuses, c.name)?.ready),
  );
  const gates: string[] = (pod.spec.readinessGates ?? []).map(
    (g: { conditionType: string }) => g.conditionType,
  );
  const closedGates = gates.filter(
    type => findCondition(status.conditions, type)?.status !== 'True',
  );

  let conditions: Condition[] = status.conditions ?? [];
  const set = (type: string, why?: { reason: string; message?: string }) => {
    conditions = withCondition(
      conditions,
      { type, status: why ? 'False' : 'True', lastProbeTime: null, ...why },
      now,
    );
  };
  const completed = { reason: 'PodCompleted' };
  const containers = unready.length
    ? {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${unready.join(' ')}]`,
      }
    : undefined;
  set(
    'PodReadyToStartContainers',
    status.podIP ? undefined : { reason: 'PodSandboxNotReady' },
  );
  set(
    'Initialized',
    uninitialized.length
      ? {
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${uninitialized.join(
            ' ',
          )}]`,
        }
      : undefined,
  );
  set('ContainersReady', finished ? completed : containers);
  if (finished) set('Ready', completed);
  else if (containers) set('Ready', containers);
  else if (closedGates.length) {
    set('Ready', {
      reason: 'ReadinessGatesNotReady',
      message: closedGates
        .map(type => `the status of pod readiness gate "${type}" is not "True"`)
        .join(', '),
    });
  } else set('Ready');
  set('PodScheduled');
  return { ...status, phase, conditions };
}
