import type { Controller, SandboxObject } from '../../types';
import { timestamp, type Clock } from '../loop/Clock';
import { defineController, type Scope } from '../loop/defineController';
import { nameOfKey, namespaceOfKey, type Again } from '../loop/KeyLoop';
import {
  isTrue,
  withCondition,
  withoutCondition,
  type Condition,
} from '../model/conditions';
import { hasLabels, selects } from '../model/labels';
import {
  controlledBy,
  controllerOf,
  isControlledBy,
  refOf,
} from '../model/owners';
import { countAvailable, isActive, isPodReady, POD } from '../model/pods';
import { writeStatus } from '../model/status';
import { followLimits, followPodsOf } from './followPods';
import { podMakerFor, PodRefusedError, type PodMaker } from './PodMaker';
import { orderForDeletion } from './orderForDeletion';

const REPLICA_SET = { apiVersion: 'apps/v1', kind: 'ReplicaSet' } as const;
/** So many pods at a time; requests are answered in between. */
const BURST = 25;

class ReplicaSets {
  private readonly pods: PodMaker;

  constructor(private readonly scope: Scope) {
    this.pods = podMakerFor(scope, REPLICA_SET, 'replicaset-controller');
  }

  reconcile(key: string): Again | void {
    const { api } = this.scope;
    const namespace = namespaceOfKey(key);
    const set = api.get({ ...REPLICA_SET, namespace, name: nameOfKey(key) });
    if (!set) return undefined;
    const isGoing = Boolean(set.metadata.deletionTimestamp);
    const active = this.claim(set, isGoing);
    let refusal: PodRefusedError | undefined;
    if (!isGoing) {
      try {
        this.scale(set, active);
      } catch (error) {
        if (!(error instanceof PodRefusedError)) throw error;
        refusal = error;
      }
    }
    return this.report(set, refusal);
  }

  /** The active pods of the set, after taking over those that fit its selector and belong to nobody. */
  private claim(set: SandboxObject, isGoing: boolean): SandboxObject[] {
    const { api } = this.scope;
    const { namespace } = set.metadata;
    const fits = (pod: SandboxObject) =>
      selects(set.spec.selector, pod.metadata.labels);
    return api.scan({ ...POD, namespace }).filter(pod => {
      if (!isActive(pod)) return false;
      if (isControlledBy(pod, set)) {
        if (fits(pod) || isGoing) return true;
        // A pod that was relabelled is let go.
        const ownerReferences = pod.metadata.ownerReferences!.filter(
          r => r.uid !== set.metadata.uid,
        );
        api.patch(refOf(pod), { metadata: { ownerReferences } });
        return false;
      }
      if (isGoing || controllerOf(pod) || !fits(pod)) return false;
      const ownerReferences = [
        ...(pod.metadata.ownerReferences ?? []),
        controlledBy(set),
      ];
      api.patch(refOf(pod), { metadata: { ownerReferences } });
      return true;
    });
  }

  private scale(set: SandboxObject, active: SandboxObject[]): void {
    const wanted: number = set.spec.replicas ?? 1;
    const missing = Math.min(wanted - active.length, BURST);
    for (let i = 0; i < missing; i += 1) {
      this.pods.create(set, set.spec.template);
    }
    if (missing < 0) {
      orderForDeletion(active)
        .slice(0, -missing)
        .forEach(pod => this.pods.delete(set, pod));
    }
  }

  private report(
    set: SandboxObject,
    refusal: PodRefusedError | undefined,
  ): Again | void {
    const { api, clock } = this.scope;
    const { namespace, generation } = set.metadata;
    const pods = api
      .scan({ ...POD, namespace })
      .filter(pod => isControlledBy(pod, set) && isActive(pod));
    const { available, nextInMs } = countAvailable(
      pods,
      set.spec.minReadySeconds ?? 0,
      clock.now(),
    );
    const before: Condition[] | undefined = set.status?.conditions;
    const conditions = refusal
      ? withCondition(
          before,
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: refusal.message,
          },
          timestamp(clock.now()),
        )
      : withoutCondition(before, 'ReplicaFailure');
    const labels = set.spec.template.metadata?.labels;
    writeStatus(api, set, {
      replicas: pods.length,
      fullyLabeledReplicas: pods.filter(pod =>
        hasLabels(labels, pod.metadata.labels),
      ).length,
      readyReplicas: pods.filter(isPodReady).length,
      availableReplicas: available,
      observedGeneration: generation,
      ...(conditions.length ? { conditions } : {}),
    });
    const short = (set.spec.replicas ?? 1) > pods.length;
    if (refusal) return { againAfterMs: refusal.retryAfterMs };
    if (short) return { againAfterMs: 0 };
    return nextInMs === undefined ? undefined : { againAfterMs: nextInMs };
  }
}

/** Keeps as many pods of a template as a ReplicaSet asks for. */
export function replicaSetController(clock: Clock): Controller {
  return defineController('replicasets', clock, scope => {
    const replicaSets = new ReplicaSets(scope);
    const loop = scope.loopOver(REPLICA_SET, key => replicaSets.reconcile(key));
    followPodsOf(scope, 'ReplicaSet', loop);
    followLimits(scope, REPLICA_SET, loop, set =>
      isTrue(set.status?.conditions, 'ReplicaFailure'),
    );
  });
}
