import type { SandboxObject } from '../../types';
import { timestamp } from '../loop/Clock';
import { type Scope } from '../loop/defineController';
import { keyOf, nameOfKey, namespaceOfKey, type Again } from '../loop/KeyLoop';
import { withCondition } from '../model/conditions';
import { controllerOf, refOf } from '../model/owners';
import { isFinished, POD } from '../model/pods';
import { writeStatus } from '../model/status';
import { ContainerLogs } from './ContainerLogs';
import { runJob, type JobOutcome } from './jobHandlers';
import { NODE_IP, NODE_NAME, NODE_REF } from './nodeController';
import { PodAddresses } from './PodAddresses';
import { missingReferences } from './podReferences';
import { PodWork } from './PodWork';
import { finishedStatus, podStep, type PodStep } from './podStep';
import { obstacleOf } from './scheduling';
import { WaitingList } from './WaitingList';

const SCHEDULE_MS = 100;
const RUN_MS = 1500;
const TERMINATE_MS = 1000;
const KUBELET = 'kubelet';

/** Decides about one pod at a time what happens to it next, and makes it so. */
export class Kubelet {
  constructor(
    private readonly scope: Scope,
    private readonly logs: ContainerLogs,
    private readonly addresses: PodAddresses,
    private readonly waiting: WaitingList,
    private readonly works: PodWork,
  ) {}

  async reconcile(key: string): Promise<Again | void> {
    for (;;) {
      const pod = this.read(key);
      if (!pod) return undefined;
      if (pod.metadata.deletionTimestamp) return this.terminate(pod);
      if (isFinished(pod)) return undefined;
      if (!pod.spec.nodeName) {
        if (!(await this.schedule(key, pod))) return undefined;
        continue;
      }
      const step = this.stepOf(key, pod);
      if (step.kind === 'rest') return undefined;
      if (step.kind === 'wait') {
        const againAfterMs = Math.max(step.untilMs - this.scope.clock.now(), 0);
        return { againAfterMs };
      }
      if (step.kind === 'run') return this.finish(key, pod);
      await this.take(key, pod, step);
    }
  }

  private read(key: string): SandboxObject | undefined {
    return this.scope.api.get({
      ...POD,
      namespace: namespaceOfKey(key),
      name: nameOfKey(key),
    });
  }

  /** The pod as it is now, unless it is gone or another one has its name. */
  private again(pod: SandboxObject): SandboxObject | undefined {
    const current = this.read(keyOf(pod));
    return current?.metadata.uid === pod.metadata.uid ? current : undefined;
  }

  private event(
    pod: SandboxObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    component = KUBELET,
  ): void {
    this.scope.api.event(pod, { type, reason, message, component });
  }

  private stepOf(key: string, pod: SandboxObject): PodStep {
    const missing = missingReferences(this.scope.api, pod);
    this.waiting.put(key, missing.wanted);
    if (missing.volumes && pod.status?.startTime && !pod.status.podIP) {
      this.event(pod, 'Warning', 'FailedMount', missing.volumes);
    }
    return podStep({
      pod,
      now: this.scope.clock.now(),
      hostIP: NODE_IP,
      volumeProblem: missing.volumes,
      problem: missing.environment,
      podIP: () => this.addresses.addressOf(pod.metadata.uid!),
    });
  }

  /** Waits as long as the step takes, and takes it if it is still the next one. */
  private async take(
    key: string,
    pod: SandboxObject,
    step: PodStep & { kind: 'change' },
  ): Promise<void> {
    if (step.afterMs) await this.scope.pause(step.afterMs);
    const current = step.afterMs ? this.again(pod) : pod;
    if (!current || current.metadata.deletionTimestamp) return;
    const now = step.afterMs ? this.stepOf(key, current) : step;
    if (now.kind !== 'change' || now.id !== step.id) return;
    writeStatus(this.scope.api, current, now.status);
    for (const name of now.started) this.logs.started(current, name);
    for (const name of now.ended) this.logs.ended(current, name);
    for (const { type, reason, message } of now.events) {
      this.event(current, type, reason, message);
    }
  }

  private async schedule(key: string, pod: SandboxObject): Promise<boolean> {
    const { api, clock } = this.scope;
    await this.scope.pause(SCHEDULE_MS);
    const current = this.again(pod);
    if (!current || current.spec.nodeName) return true;
    const obstacle = obstacleOf(api, current, api.get(NODE_REF));
    const now = timestamp(clock.now());
    if (obstacle) {
      this.waiting.put(key, obstacle.wanted);
      writeStatus(api, current, {
        ...current.status,
        phase: 'Pending',
        conditions: withCondition(
          current.status?.conditions,
          {
            type: 'PodScheduled',
            status: 'False',
            lastProbeTime: null,
            reason: 'Unschedulable',
            message: obstacle.message,
          },
          now,
        ),
      });
      this.event(
        current,
        'Warning',
        'FailedScheduling',
        obstacle.message,
        'default-scheduler',
      );
      return false;
    }
    api.patch(refOf(current), { spec: { nodeName: NODE_NAME } });
    this.event(
      current,
      'Normal',
      'Scheduled',
      `Successfully assigned ${key} to ${NODE_NAME}`,
      'default-scheduler',
    );
    return true;
  }

  /** Notes the end of the pod's work, if that is over. */
  private finish(key: string, pod: SandboxObject): void {
    const uid = pod.metadata.uid!;
    const outcome = this.works.outcomeOf(uid, key, () => this.work(pod));
    if (!outcome) return;
    this.works.forget(uid);
    const container = pod.spec.containers[0].name;
    if (outcome.log) this.logs.append(pod, container, outcome.log);
    writeStatus(
      this.scope.api,
      pod,
      finishedStatus(pod, outcome.exitCode, this.scope.clock.now()),
    );
    for (const { name } of pod.spec.containers) this.logs.ended(pod, name);
  }

  /** What a handler does for the pod's Job, or nothing, successfully. */
  private async work(pod: SandboxObject): Promise<JobOutcome | undefined> {
    const owner = controllerOf(pod);
    const job =
      owner?.kind === 'Job'
        ? this.scope.api.get({
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.name,
            namespace: pod.metadata.namespace,
          })
        : undefined;
    const handled = job && runJob(job, pod);
    if (handled) return handled;
    try {
      await this.scope.pause(RUN_MS);
      return { exitCode: 0, log: '' };
    } catch {
      // The sandbox stops: the pod goes on after the restart.
      return undefined;
    }
  }

  private async terminate(pod: SandboxObject): Promise<void> {
    const { api } = this.scope;
    if (pod.metadata.finalizers?.length && isFinished(pod)) return;
    if (pod.spec.nodeName && !isFinished(pod)) {
      for (const { name } of pod.spec.containers) {
        this.event(pod, 'Normal', 'Killing', `Stopping container ${name}`);
      }
      await this.scope.pause(TERMINATE_MS);
    }
    const current = this.again(pod);
    if (!current) return;
    if (current.metadata.finalizers?.length) {
      const now = this.scope.clock.now();
      writeStatus(api, current, {
        ...finishedStatus(current, 0, now),
        phase: 'Succeeded',
      });
    }
    api.delete(refOf(current), {
      gracePeriodSeconds: 0,
      uid: current.metadata.uid,
    });
  }
}
