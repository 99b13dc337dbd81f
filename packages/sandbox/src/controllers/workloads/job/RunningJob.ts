import type { SandboxObject } from '../../../types';
import { timestamp } from '../../loop/Clock';
import { type Scope } from '../../loop/defineController';
import { type Again } from '../../loop/KeyLoop';
import {
  findCondition,
  isTrue,
  withCondition,
  type Condition,
} from '../../model/conditions';
import { childrenOf, refOf } from '../../model/owners';
import { isPodReady, POD } from '../../model/pods';
import { withoutZeros, writeStatus } from '../../model/status';
import { PodMaker, PodRefusedError } from '../PodMaker';
import {
  deadlineOf,
  endOf,
  formatIndexes,
  INDEX_ANNOTATION,
  isIndexed,
  missingPods,
  tallyOf,
  type JobEnd,
  type JobTally,
} from './planJob';

export const JOB = { apiVersion: 'batch/v1', kind: 'Job' } as const;
export const COMPONENT = 'job-controller';
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 360_000;

export const hasEnded = (job: SandboxObject) =>
  isTrue(job.status?.conditions, 'Complete') ||
  isTrue(job.status?.conditions, 'Failed');

/** One look at a Job, and what is done about it. */
export class RunningJob {
  constructor(
    private readonly scope: Scope,
    private readonly maker: PodMaker,
    private readonly job: SandboxObject,
  ) {}

  reconcile(): Again | void {
    if (this.job.metadata.deletionTimestamp) return undefined;
    if (hasEnded(this.job)) return this.expire();
    const now = this.scope.clock.now();
    const tally = this.tally();
    const end = endOf(this.job, tally, now);
    if (end) {
      tally.active.forEach(pod => this.maker.delete(this.job, pod));
      this.report(this.tally(), end);
      return undefined;
    }
    const wait = this.job.spec.suspend
      ? this.suspend(tally)
      : this.run(tally, now);
    this.report(this.tally());
    const deadline = deadlineOf(this.job);
    const waits = [
      wait,
      deadline === undefined ? undefined : deadline - now,
    ].filter((ms): ms is number => ms !== undefined);
    return waits.length
      ? { againAfterMs: Math.max(Math.min(...waits), 0) }
      : undefined;
  }

  private tally(): JobTally {
    return tallyOf(this.job, childrenOf(this.scope.api, this.job, POD));
  }

  private suspend(tally: JobTally): undefined {
    tally.active.forEach(pod => this.maker.delete(this.job, pod));
  }

  /** @returns after how many milliseconds to look again */
  private run(tally: JobTally, now: number): number | undefined {
    const { count, indexes } = missingPods(this.job, tally);
    tally.active
      .slice(tally.active.length + Math.min(count, 0))
      .forEach(pod => this.maker.delete(this.job, pod));
    if (count <= 0) return undefined;
    const backoff = this.backoffLeft(now);
    if (backoff > 0) return backoff;
    try {
      for (let i = 0; i < count; i += 1) this.createPod(indexes[i]);
      return undefined;
    } catch (error) {
      if (error instanceof PodRefusedError) return error.retryAfterMs;
      throw error;
    }
  }

  /** After a failure the next try waits, longer each time. */
  private backoffLeft(now: number): number {
    const failures = childrenOf(this.scope.api, this.job, POD)
      .filter(pod => pod.status?.phase === 'Failed')
      .flatMap(pod =>
        (pod.status.containerStatuses ?? []).map((s: any) =>
          Date.parse(s.state.terminated?.finishedAt ?? ''),
        ),
      )
      .filter((at: number) => !Number.isNaN(at));
    if (!failures.length) return 0;
    const delay = Math.min(
      FIRST_BACKOFF_MS * 2 ** (failures.length - 1),
      LONGEST_BACKOFF_MS,
    );
    return Math.max(...failures) + delay - now;
  }

  private createPod(index: number | undefined): void {
    const { name, uid } = this.job.metadata;
    const hasIndex = isIndexed(this.job) && index !== undefined;
    this.maker.create(this.job, this.job.spec.template, {
      labels: {
        'batch.kubernetes.io/controller-uid': uid!,
        'batch.kubernetes.io/job-name': name,
        'controller-uid': uid!,
        'job-name': name,
        ...(hasIndex ? { [INDEX_ANNOTATION]: String(index) } : {}),
      },
      annotations: hasIndex ? { [INDEX_ANNOTATION]: String(index) } : {},
      spec: hasIndex ? { hostname: `${name}-${index}` } : {},
    });
  }

  private conditions(end: JobEnd | undefined, now: string): Condition[] {
    let conditions: Condition[] = this.job.status?.conditions ?? [];
    const set = (
      type: string,
      status: Condition['status'],
      reason: string,
      message: string,
    ) => {
      const before = findCondition(conditions, type);
      const lastProbeTime =
        before?.status === status ? before.lastProbeTime : now;
      conditions = withCondition(
        conditions,
        { type, status, reason, message, lastProbeTime: lastProbeTime as null },
        now,
      );
    };
    const { suspend } = this.job.spec;
    if (suspend) set('Suspended', 'True', 'JobSuspended', 'Job suspended');
    else if (isTrue(conditions, 'Suspended')) {
      set('Suspended', 'False', 'JobResumed', 'Job resumed');
    }
    if (end?.type === 'Complete') {
      set('SuccessCriteriaMet', 'True', end.reason, end.message);
    } else if (end) {
      set('FailureTarget', 'True', end.reason, end.message);
    }
    if (end) set(end.type, 'True', end.reason, end.message);
    return conditions;
  }

  private report(tally: JobTally, end?: JobEnd): void {
    const { api, clock } = this.scope;
    const now = timestamp(clock.now());
    const conditions = this.conditions(end, now);
    const active = end || this.job.spec.suspend ? [] : tally.active;
    const before = this.job.status ?? {};
    writeStatus(api, this.job, {
      ...withoutZeros({
        active: active.length,
        succeeded: tally.succeeded,
        failed: tally.failed,
      }),
      ready: active.filter(isPodReady).length,
      terminating: 0,
      uncountedTerminatedPods: {},
      ...(this.job.spec.suspend ? {} : { startTime: before.startTime ?? now }),
      ...(end?.type === 'Complete' ? { completionTime: now } : {}),
      ...(isIndexed(this.job) && tally.completedIndexes.length
        ? { completedIndexes: formatIndexes(tally.completedIndexes) }
        : {}),
      ...(conditions.length ? { conditions } : {}),
    });
    if (end) {
      api.event(this.job, {
        type: end.type === 'Complete' ? 'Normal' : 'Warning',
        reason: end.type === 'Complete' ? 'Completed' : end.reason,
        message: end.type === 'Complete' ? 'Job completed' : end.message,
        component: COMPONENT,
      });
    }
  }

  /** A Job that has ended goes some time afterwards, if it says so. */
  private expire(): Again | void {
    const { ttlSecondsAfterFinished: ttl } = this.job.spec;
    if (ttl === undefined || ttl === null) return undefined;
    const ended = (this.job.status.conditions as Condition[]).find(
      c =>
        (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True',
    )!;
    const left =
      Date.parse(ended.lastTransitionTime!) +
      ttl * 1000 -
      this.scope.clock.now();
    if (left > 0) return { againAfterMs: left };
    this.scope.api.delete(refOf(this.job), {
      propagationPolicy: 'Foreground',
      uid: this.job.metadata.uid,
    });
    return undefined;
  }
}
