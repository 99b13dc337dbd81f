import { createHash } from 'node:crypto';

/** The part of a container's spec that the kubelet looks at. */
export interface ContainerSpec {
  name: string;
  image: string;
  restartPolicy?: 'Always';
  [key: string]: any;
}

export interface Terminated {
  exitCode: number;
  reason: string;
  message?: string;
  startedAt: string;
  finishedAt: string;
  containerID: string;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: Terminated;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const NO_SUCH_IMAGE = /nonexistent|(^|[/:._-])bad($|[/:._-])/;

/** Images whose name says that they cannot be pulled: `nonexistent` anywhere, or `bad` as a word. */
export const canBePulled = (image: string) => !NO_SUCH_IMAGE.test(image);

/** `nginx:1` is `docker.io/library/nginx:1`. */
function fullName(image: string): string {
  const first = image.split('/')[0];
  if (!image.includes('/')) return `docker.io/library/${image}`;
  return /[.:]|^localhost$/.test(first) ? image : `docker.io/${image}`;
}

/** Repository and digest; the digest follows from the name, since nothing is pulled. */
export function imageIdOf(image: string): string {
  const full = fullName(image);
  const at = full.indexOf('@');
  if (at >= 0) return full;
  const repository = full.replace(/:[^/:]*$/, '');
  return `${repository}@sha256:${hash(full)}`;
}

const containerIdOf = (podUid: string, name: string, restarts: number) =>
  `containerd://${hash(`${podUid}/${name}/${restarts}`)}`;

export const waitingStatus = (
  { name, image }: ContainerSpec,
  reason: string,
  message?: string,
  before?: ContainerStatus,
): ContainerStatus => ({
  name,
  image,
  imageID: before?.imageID ?? '',
  ...(before?.containerID ? { containerID: before.containerID } : {}),
  ready: false,
  started: false,
  restartCount: before?.restartCount ?? 0,
  state: { waiting: { reason, ...(message ? { message } : {}) } },
  lastState: before?.state.terminated
    ? { terminated: before.state.terminated }
    : before?.lastState ?? {},
});

/** The container as it runs, not ready yet; a restart if it ran before. */
export function runningStatus(
  { name, image }: ContainerSpec,
  podUid: string,
  now: string,
  before?: ContainerStatus,
): ContainerStatus {
  const ran =
    before?.state.terminated ?? before?.lastState.terminated ?? undefined;
  const restartCount = (before?.restartCount ?? 0) + (ran ? 1 : 0);
  return {
    name,
    image,
    imageID: imageIdOf(image),
    containerID: containerIdOf(podUid, name, restartCount),
    ready: false,
    started: true,
    restartCount,
    state: { running: { startedAt: now } },
    lastState: ran ? { terminated: ran } : {},
  };
}

export const terminatedStatus = (
  before: ContainerStatus,
  exitCode: number,
  reason: string,
  now: string,
): ContainerStatus => ({
  ...before,
  ready: false,
  started: false,
  state: {
    terminated: {
      exitCode,
      reason,
      startedAt: before.state.running?.startedAt ?? now,
      finishedAt: now,
      containerID: before.containerID ?? '',
    },
  },
});
