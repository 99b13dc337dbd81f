import { ApiStatusError } from '../../api/ApiStatusError';
import type { LogQuery, PodRuntime } from '../../api/pods/PodRuntime';
import type { SandboxApi, SandboxObject } from '../../types';
import type { ContainerLogs, LogFollower, LogLine } from './ContainerLogs';
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

/** Lines that come while a log is followed. */
class LineQueue implements LogFollower {
  private readonly lines: LogLine[] = [];
  private ended = false;
  private wake: () => void = () => {};

  line(line: LogLine): void {
    this.lines.push(line);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Resolves with the lines that have come, or `undefined` when no more will. */
  async next(): Promise<LogLine[] | undefined> {
    if (!this.lines.length && !this.ended) {
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
    return this.lines.length ? this.lines.splice(0) : undefined;
  }
}

async function* linesOf(
  logs: ContainerLogs,
  pod: SandboxObject,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { container, follow, timestamps, previous, tailLines } = query;
  const arriving = new LineQueue();
  const stop =
    follow && !previous ? logs.follow(pod, container, arriving) : undefined;
  const onAbort = () => arriving.end();
  signal.addEventListener('abort', onAbort);
  try {
    const kept = logs.read(pod, container, previous);
    if (!kept) noLogs(pod, query);
    const since = sinceOf(query, Date.now());
    const wanted = kept.filter(line => line.at >= since);
    const tail =
      tailLines !== undefined
        ? wanted.slice(wanted.length - Math.min(tailLines, wanted.length))
        : wanted;
    for (const line of tail) yield format(line, timestamps);
    if (!isRunning(pod, container)) return;
    if (!stop) return;
    for (;;) {
      const lines = await arriving.next();
      if (!lines || signal.aborted) return;
      for (const line of lines) yield format(line, timestamps);
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
