import type { SandboxObject } from '../../../types';

export const INDEX_ANNOTATION = 'batch.kubernetes.io/job-completion-index';

/** What has become of the pods of a Job. */
export interface JobTally {
  active: SandboxObject[];
  succeeded: number;
  failed: number;
  /** Of an Indexed Job: the indexes that are done. */
  completedIndexes: number[];
}

export type JobEnd =
  | { type: 'Complete'; reason: string; message: string }
  | { type: 'Failed'; reason: string; message: string };

const DEFAULT_BACKOFF_LIMIT = 6;

export const isIndexed = (job: SandboxObject) =>
  job.spec.completionMode === 'Indexed';

const indexOf = (pod: SandboxObject) =>
  Number(pod.metadata.annotations?.[INDEX_ANNOTATION]);

/** `0-2,5` */
export function formatIndexes(indexes: number[]): string {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(',');
}

export function parseIndexes(text: string | undefined): number[] {
  return (text ?? '')
    .split(',')
    .filter(Boolean)
    .flatMap(range => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

/** Counts pods; those that were deleted after they had ended are known from the Job's last status. */
export function tallyOf(job: SandboxObject, pods: SandboxObject[]): JobTally {
  const ended = (phase: string) => pods.filter(p => p.status?.phase === phase);
  const before = job.status ?? {};
  const succeeded = ended('Succeeded');
  const completedIndexes = isIndexed(job)
    ? [
        ...new Set([
          ...parseIndexes(before.completedIndexes),
          ...succeeded.map(indexOf),
        ]),
      ].filter(index => index < (job.spec.completions ?? 1))
    : [];
  return {
    active: pods.filter(
      p =>
        !p.metadata.deletionTimestamp &&
        p.status?.phase !== 'Succeeded' &&
        p.status?.phase !== 'Failed',
    ),
    succeeded: isIndexed(job)
      ? completedIndexes.length
      : Math.max(succeeded.length, before.succeeded ?? 0),
    failed: Math.max(ended('Failed').length, before.failed ?? 0),
    completedIndexes,
  };
}

const restartsOf = (pod: SandboxObject): number =>
  (pod.status?.containerStatuses ?? []).reduce(
    (n: number, s: { restartCount: number }) => n + s.restartCount,
    0,
  );

/** When the Job must be done; `undefined` without a deadline. */
export function deadlineOf(job: SandboxObject): number | undefined {
  const { activeDeadlineSeconds: seconds } = job.spec;
  const start = job.status?.startTime;
  return seconds === undefined || !start
    ? undefined
    : Date.parse(start) + seconds * 1000;
}

/** Why the Job has ended; `undefined` while it goes on. */
export function endOf(
  job: SandboxObject,
  tally: JobTally,
  now: number,
): JobEnd | undefined {
  const limit = job.spec.backoffLimit ?? DEFAULT_BACKOFF_LIMIT;
  const restarts =
    job.spec.template.spec.restartPolicy === 'OnFailure'
      ? tally.active.reduce((n, pod) => n + restartsOf(pod), 0)
      : 0;
  if (tally.failed + restarts > limit) {
    return {
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
  }
  const deadline = deadlineOf(job);
  if (deadline !== undefined && now >= deadline) {
    return {
      type: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    };
  }
  const { completions } = job.spec;
  const isDone =
    completions === undefined || completions === null
      ? tally.succeeded > 0 && !tally.active.length
      : tally.succeeded >= completions;
  return isDone
    ? {
        type: 'Complete',
        reason: 'CompletionsReached',
        message: 'Reached expected number of succeeded pods',
      }
    : undefined;
}

/** How many more pods may be of use; without a wanted number, none is once the first has succeeded. */
function openCompletions(
  job: SandboxObject,
  tally: JobTally,
  parallelism: number,
): number {
  const { completions } = job.spec;
  if (typeof completions === 'number') return completions - tally.succeeded;
  return tally.succeeded > 0 ? tally.active.length : parallelism;
}

/** How many pods are to be added, or, negative, taken away; of an Indexed Job also which indexes are free. */
export function missingPods(
  job: SandboxObject,
  tally: JobTally,
): { count: number; indexes: number[] } {
  const { completions } = job.spec;
  const parallelism = job.spec.parallelism ?? 1;
  const open = openCompletions(job, tally, parallelism);
  const wanted = Math.max(Math.min(parallelism, open), 0);
  const taken = new Set([
    ...tally.completedIndexes,
    ...tally.active.map(indexOf),
  ]);
  const indexes = isIndexed(job)
    ? Array.from({ length: completions ?? 1 }, (_, i) => i).filter(
        i => !taken.has(i),
      )
    : [];
  return { count: wanted - tally.active.length, indexes };
}
