import { ApiStatusError } from '../../api/ApiStatusError';
import type { LogQuery, PodRuntime } from '../../api/pods/PodRuntime';
import type { SandboxApi, SandboxObject } from '../../types';
import type { ContainerLogs, LogLine } from './ContainerLogs';
import { runCommand } from './shell/runCommand';

function sinceOf(query: LogQuery, now: number): number {
  if (query.sinceTime) return Date.parse(query.sinceTime);
  return query.sinceSeconds === undefined
    ? -Infinity
    : now - query.sinceSeconds * 1000;
}

const format = ({ at, text }: LogLine, withTime: boolean) =>
  withTime ? `${new Date(at).toISOString()} ${text}` : text;

function noLogs(pod: SandboxObject, query: LogQuery): never {
  const { container, previous } = query;
  const { name } = pod.metadata;
  if (previous) {
    throw ApiStatusError.badRequest(
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  const waiting = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ].find(s => s.name === container)?.state.waiting;
  const reason = waiting?.reason ?? 'ContainerCreating';
  const why = /Image/.test(reason)
    ? 'trying and failing to pull image'
    : reason;
  throw ApiStatusError.badRequest(
    `container "${container}" in pod "${name}" is waiting to start: ${why}`,
  );
}

const isRunning = (pod: SandboxObject, container: string): boolean =>
  [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ].some(s => s.name === container && s.state.running);

async function* linesOf(
  logs: ContainerLogs,
  pod: SandboxObject,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { container, follow, timestamps, previous, tailLines } = query;
  const queue: LogLine[] = [];
  let wake = () => {};
  let ended = false;
  const stop =
    follow && !previous
      ? logs.follow(pod, container, {
          line(line) {
            queue.push(line);
            wake();
          },
          end() {
            ended = true;
            wake();
          },
        })
      : undefined;
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    const kept = logs.read(pod, container, previous);
    if (!kept) noLogs(pod, query);
    const since = sinceOf(query, Date.now());
    const wanted = kept.filter(line => line.at >= since);
    const tail =
      follow && tailLines !== undefined
        ? wanted.slice(wanted.length - Math.min(tailLines, wanted.length))
        : wanted;
    for (const line of tail) yield format(line, timestamps);
    if (!isRunning(pod, container)) return;
    while (stop && !signal.aborted && (queue.length || !ended)) {
      if (!queue.length) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
      for (const line of queue.splice(0)) yield format(line, timestamps);
    }
  } finally {
    stop?.();
    signal.removeEventListener('abort', onAbort);
  }
}

/** Logs and commands of the pods that only their statuses run. */
export function simulatedPods(
  api: SandboxApi,
  logs: ContainerLogs,
): PodRuntime {
  return {
    logs: (pod, query, signal) => linesOf(logs, pod, query, signal),
    exec(pod, request) {
      const status = pod.status?.containerStatuses?.find(
        (s: { name: string }) => s.name === request.container,
      );
      if (!status?.state.running) {
        throw ApiStatusError.badRequest(
          `cannot exec into container "${request.container}" of pod "${pod.metadata.name}": it is not running`,
        );
      }
      return runCommand(api, pod, request);
    },
  };
}
