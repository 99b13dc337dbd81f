import { ApiStatusError } from '../../api/ApiStatusError';
import type { LogQuery, PodRuntime } from '../../api/pods/PodRuntime';
import type { SandboxObject } from '../../types';
import { readLog, sizeOfLog } from './serverLog';

const LOOK_EVERY_MS = 250;

/** The log of the process that serves a pod. */
export interface PodLog {
  file: string;
  /** Where this pod's lines begin. */
  from: number;
}

const moment =
  /(\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?:\.\d+)?)|(\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d:\d\d(?:\.\d+)?)/;

/** When a line was written, as the server says in it (servers run in UTC); lines without a time are of the one before. */
export function timeOfLine(line: string): number | undefined {
  const match = moment.exec(line);
  if (!match) return undefined;
  const text = match[1] ?? `${match[2]} ${match[3]}`;
  const time = Date.parse(`${text} UTC`);
  return Number.isNaN(time) ? undefined : time;
}

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>(resolve => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });

async function* linesOf(
  { file, from }: PodLog,
  query: LogQuery,
  since: number,
  signal: AbortSignal,
  isServed: () => boolean,
): AsyncIterable<string> {
  let at = from;
  let rest = '';
  let time = since;
  const show = (line: string): string | undefined => {
    time = timeOfLine(line) ?? time;
    if (time < since) return undefined;
    return query.timestamps ? `${new Date(time).toISOString()} ${line}` : line;
  };
  for (let isFirst = true; ; isFirst = false) {
    const size = sizeOfLog(file);
    // The file was cut when it had grown large.
    if (size < at) at = 0;
    const lines = (rest + readLog(file, at, size)).split('\n');
    at = size;
    rest = lines.pop()!;
    const shown = lines.map(show).filter(line => line !== undefined);
    const skipped =
      isFirst && query.tailLines !== undefined
        ? Math.max(shown.length - query.tailLines, 0)
        : 0;
    yield* shown.slice(skipped);
    if (!query.follow || signal.aborted || !isServed()) return;
    await sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return;
  }
}

/** Offers the real log lines of the pods that a real server stands behind. */
export const serverLogRuntime = (
  logOf: (pod: SandboxObject) => PodLog | undefined,
): PodRuntime => ({
  logs(pod, query, signal) {
    const log = logOf(pod);
    if (!log || query.container !== pod.spec.containers[0].name) {
      return undefined;
    }
    if (query.previous) {
      throw ApiStatusError.badRequest(
        `previous terminated container "${query.container}" in pod "${pod.metadata.name}" not found`,
      );
    }
    const since = Math.max(
      query.sinceTime ? Date.parse(query.sinceTime) : 0,
      query.sinceSeconds ? Date.now() - query.sinceSeconds * 1000 : 0,
    );
    return linesOf(log, query, since, signal, () => logOf(pod) !== undefined);
  },
});
