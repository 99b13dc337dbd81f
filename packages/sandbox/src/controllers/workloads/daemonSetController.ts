import type { Controller, SandboxObject } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController, type Scope } from '../loop/defineController';
import { keyOf, nameOfKey, namespaceOfKey, type Again } from '../loop/KeyLoop';
import { hasLabels } from '../model/labels';
import { childrenOf } from '../model/owners';
import { countAvailable, isFinished, isPodReady, POD } from '../model/pods';
import { withoutZeros, writeStatus } from '../model/status';
import { NODE_REF } from '../kubelet/nodeController';
import { followLimits, followPodsOf } from './followPods';
import { podMakerFor, PodRefusedError, type PodMaker } from './PodMaker';
import {
  forgetRevisions,
  recordRevision,
  REVISION_HASH_LABEL,
} from './revisions';

const DAEMON_SET = { apiVersion: 'apps/v1', kind: 'DaemonSet' } as const;

/** Keeps one pod of a template on every node: here, on one. */
export function daemonSetController(clock: Clock): Controller {
  return defineController('daemonsets', clock, scope => {
    const maker = podMakerFor(scope, DAEMON_SET, 'daemonset-controller');
    const loop = scope.loopOver(DAEMON_SET, key =>
      reconcile(scope, maker, key),
    );
    followPodsOf(scope, 'DaemonSet', loop);
    followLimits(
      scope,
      DAEMON_SET,
      loop,
      set => !set.status?.currentNumberScheduled,
    );
    scope.follow({ apiVersion: 'v1', kind: 'Node' }, type => {
      if (type === 'MODIFIED') return;
      for (const set of scope.api.scan(DAEMON_SET)) loop.add(keyOf(set));
    });
  });
}

function reconcile(scope: Scope, maker: PodMaker, key: string): Again | void {
  const { api } = scope;
  const namespace = namespaceOfKey(key);
  const set = api.get({ ...DAEMON_SET, namespace, name: nameOfKey(key) });
  if (!set || set.metadata.deletionTimestamp) return undefined;
  const revision = recordRevision(api, set);
  const node = api.get(NODE_REF);
  const { nodeSelector } = set.spec.template.spec;
  const wanted = node && hasLabels(nodeSelector, node.metadata.labels) ? 1 : 0;
  const refusal = balance(scope, maker, set, wanted, revision.hash);
  const nextInMs = report(scope, set, wanted, revision);
  if (refusal) return { againAfterMs: refusal.retryAfterMs };
  return nextInMs === undefined ? undefined : { againAfterMs: nextInMs };
}

/** @returns why the pod was refused, if it was */
function balance(
  { api }: Scope,
  maker: PodMaker,
  set: SandboxObject,
  wanted: number,
  hash: string,
): PodRefusedError | undefined {
  const pods = childrenOf(api, set, POD);
  const living = pods.filter(pod => !pod.metadata.deletionTimestamp);
  const isRolling = set.spec.updateStrategy?.type !== 'OnDelete';
  const keep = living
    .filter(
      pod =>
        !isFinished(pod) &&
        (!isRolling || pod.metadata.labels?.[REVISION_HASH_LABEL] === hash),
    )
    .slice(0, wanted);
  living
    .filter(pod => !keep.includes(pod))
    .forEach(pod => maker.delete(set, pod));
  // The new pod takes the old one's place on the node only when that is gone.
  const isFree = childrenOf(api, set, POD).length === 0;
  if (wanted === 0 || keep.length === wanted || !isFree) return undefined;
  try {
    maker.create(set, set.spec.template, {
      labels: { [REVISION_HASH_LABEL]: hash },
    });
    return undefined;
  } catch (error) {
    if (error instanceof PodRefusedError) return error;
    throw error;
  }
}

function report(
  { api, clock }: Scope,
  set: SandboxObject,
  wanted: number,
  revision: { name: string; hash: string },
): number | undefined {
  const pods = childrenOf(api, set, POD).filter(
    pod => !pod.metadata.deletionTimestamp,
  );
  const { available, nextInMs } = countAvailable(
    pods,
    set.spec.minReadySeconds ?? 0,
    clock.now(),
  );
  const updated = pods.filter(
    p => p.metadata.labels?.[REVISION_HASH_LABEL] === revision.hash,
  );
  writeStatus(api, set, {
    currentNumberScheduled: Math.min(pods.length, wanted),
    desiredNumberScheduled: wanted,
    numberMisscheduled: Math.max(pods.length - wanted, 0),
    numberReady: pods.filter(isPodReady).length,
    observedGeneration: set.metadata.generation,
    ...withoutZeros({
      updatedNumberScheduled: updated.length,
      numberAvailable: available,
      numberUnavailable: Math.max(wanted - available, 0),
    }),
  });
  forgetRevisions(api, set, new Set([revision.name]));
  return nextInMs;
}
