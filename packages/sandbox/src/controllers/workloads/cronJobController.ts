import { Cron } from 'croner';
import { ApiStatusError } from '../../api/ApiStatusError';
import type { Controller, SandboxObject } from '../../types';
import { timestamp, type Clock } from '../loop/Clock';
import { defineController, type Scope } from '../loop/defineController';
import { nameOfKey, namespaceOfKey, type Again } from '../loop/KeyLoop';
import { isTrue } from '../model/conditions';
import { childrenOf, controlledBy, controllerOf, refOf } from '../model/owners';
import { writeStatus } from '../model/status';
import { hasEnded, JOB } from './job/RunningJob';

const CRON_JOB = { apiVersion: 'batch/v1', kind: 'CronJob' } as const;
const COMPONENT = 'cronjob-controller';

/** Creates Jobs by schedule, at most one for each point in time. */
export function cronJobController(clock: Clock): Controller {
  return defineController('cronjobs', clock, scope => {
    const loop = scope.loopOver(CRON_JOB, key => {
      const cronJob = scope.api.get({
        ...CRON_JOB,
        namespace: namespaceOfKey(key),
        name: nameOfKey(key),
      });
      return cronJob && reconcile(scope, cronJob);
    });
    scope.follow(JOB, (_type, job) => {
      const owner = controllerOf(job);
      if (owner?.kind === 'CronJob') {
        loop.add(`${job.metadata.namespace}/${owner.name}`);
      }
    });
  });
}

function reconcile(scope: Scope, cronJob: SandboxObject): Again | void {
  if (cronJob.metadata.deletionTimestamp) return undefined;
  const { api, clock } = scope;
  const event = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    api.event(cronJob, { type, reason, message, component: COMPONENT });
  let cron: Cron;
  try {
    cron = new Cron(cronJob.spec.schedule, {
      timezone: cronJob.spec.timeZone ?? 'UTC',
      paused: true,
    });
  } catch (error) {
    event(
      'Warning',
      'UnparseableSchedule',
      `unparseable schedule: "${cronJob.spec.schedule}" : ${
        (error as Error).message
      }`,
    );
    return undefined;
  }
  const jobs = childrenOf(api, cronJob, JOB);
  const now = clock.now();
  const due = cronJob.spec.suspend ? undefined : latestDue(cron, cronJob, now);
  let lastScheduleTime: string | undefined = cronJob.status?.lastScheduleTime;
  if (due !== undefined) {
    const active = jobs.filter(job => !hasEnded(job));
    const policy = cronJob.spec.concurrencyPolicy ?? 'Allow';
    if (policy === 'Forbid' && active.length) {
      event(
        'Normal',
        'JobAlreadyActive',
        'Not starting job because prior execution is running and concurrency policy is Forbid',
      );
    } else {
      if (policy === 'Replace') {
        active.forEach(job => {
          api.delete(refOf(job), { propagationPolicy: 'Background' });
          event(
            'Normal',
            'SuccessfulDelete',
            `Deleted job ${job.metadata.name}`,
          );
        });
      }
      start(scope, cronJob, due, event);
      lastScheduleTime = timestamp(due);
    }
  }
  forgetHistory(scope, cronJob, event);
  report(scope, cronJob, lastScheduleTime);
  const next = cronJob.spec.suspend ? null : cron.nextRun(new Date(now));
  return next ? { againAfterMs: next.getTime() - now + 1 } : undefined;
}

/** The last point in time that is past and has had no Job; those before it are missed for good. */
function latestDue(
  cron: Cron,
  cronJob: SandboxObject,
  now: number,
): number | undefined {
  const { startingDeadlineSeconds: deadline } = cronJob.spec;
  const since = Date.parse(
    cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp!,
  );
  const earliest =
    typeof deadline === 'number'
      ? Math.max(since, now - deadline * 1000)
      : since;
  // The library counts in seconds and leaves the given one out.
  const [previous] = cron.previousRuns(1, new Date(now + 1000));
  const at = previous?.getTime();
  return at !== undefined && at > earliest && at <= now ? at : undefined;
}

type Say = (
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
) => void;

function start(
  { api }: Scope,
  cronJob: SandboxObject,
  due: number,
  event: Say,
): void {
  const { jobTemplate } = cronJob.spec;
  const name = `${cronJob.metadata.name.slice(0, 52)}-${Math.floor(
    due / 60_000,
  )}`;
  try {
    api.create({
      ...JOB,
      metadata: {
        name,
        namespace: cronJob.metadata.namespace,
        labels: jobTemplate.metadata?.labels,
        annotations: {
          ...jobTemplate.metadata?.annotations,
          'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(due),
        },
        ownerReferences: [controlledBy(cronJob)],
      },
      spec: structuredClone(jobTemplate.spec),
    });
    event('Normal', 'SuccessfulCreate', `Created job ${name}`);
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    // The name follows from the point in time: it was started before a restart.
    if (error.reason === 'AlreadyExists') return;
    event('Warning', 'FailedCreate', `Error creating job: ${error.message}`);
    throw error;
  }
}

function forgetHistory(
  { api }: Scope,
  cronJob: SandboxObject,
  event: Say,
): void {
  const limits = {
    Complete: cronJob.spec.successfulJobsHistoryLimit ?? 3,
    Failed: cronJob.spec.failedJobsHistoryLimit ?? 1,
  };
  for (const [type, keep] of Object.entries(limits)) {
    const ended = childrenOf(api, cronJob, JOB)
      .filter(job => isTrue(job.status?.conditions, type))
      .sort(
        (a, b) =>
          Date.parse(a.metadata.creationTimestamp!) -
          Date.parse(b.metadata.creationTimestamp!),
      );
    ended.slice(0, Math.max(ended.length - keep, 0)).forEach(job => {
      api.delete(refOf(job), { propagationPolicy: 'Background' });
      event('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
    });
  }
}

function report(
  { api }: Scope,
  cronJob: SandboxObject,
  lastScheduleTime: string | undefined,
): void {
  const jobs = childrenOf(api, cronJob, JOB);
  const active = jobs.filter(job => !hasEnded(job));
  const successes = jobs
    .map(job => job.status?.completionTime)
    .concat(cronJob.status?.lastSuccessfulTime)
    .filter((time): time is string => Boolean(time))
    .sort();
  writeStatus(api, cronJob, {
    ...(active.length
      ? {
          active: active.map(job => ({
            apiVersion: job.apiVersion,
            kind: job.kind,
            name: job.metadata.name,
            namespace: job.metadata.namespace,
            uid: job.metadata.uid,
            resourceVersion: job.metadata.resourceVersion,
          })),
        }
      : {}),
    ...(lastScheduleTime ? { lastScheduleTime } : {}),
    ...(successes.length ? { lastSuccessfulTime: successes.at(-1) } : {}),
  });
}
