import type { SandboxObject } from '../../types';
import { isPodReady } from '../runtime/objects';
import { MANUAL_ROLL_ANNOTATION, REVISION_ANNOTATION } from './names';

/** On a set while its pods are restarted by hand: uids of those that are still to come. */
export const PODS_TO_ROLL = 'sandbox.jimu.dev/pods-to-roll';

/** What the roller does next. */
export type RollStep =
  | { kind: 'wait' }
  | { kind: 'roll'; pod: SandboxObject; reason: string; note: string }
  | { kind: 'done' };

const uidsOf = (set: SandboxObject) =>
  (set.metadata.annotations?.[PODS_TO_ROLL] ?? '').split(',').filter(Boolean);

/** Pods of a set that a manual rolling update has not reached yet. */
export const podsToRoll = (
  set: SandboxObject,
  pods: SandboxObject[],
): string[] => {
  const here = pods.map(pod => pod.metadata.uid!);
  return uidsOf(set).filter(uid => here.includes(uid));
};

function reasonToRoll(
  pod: SandboxObject,
  wanted: SandboxObject,
  isManual: boolean,
): { reason: string; note: string } | undefined {
  const annotations = pod.metadata.annotations ?? {};
  if (isManual || annotations[MANUAL_ROLL_ANNOTATION] === 'true') {
    return {
      reason: 'ManualRollingUpdate',
      note: 'Pod was manually annotated to be rolled',
    };
  }
  return annotations[REVISION_ANNOTATION] ===
    wanted.metadata.annotations?.[REVISION_ANNOTATION]
    ? undefined
    : { reason: 'PodHasOldRevision', note: 'Pod has old revision' };
}

/** Controllers before brokers, one pod at a time, and only while all others are ready. */
export function nextRoll(
  sets: { set: SandboxObject; pods: SandboxObject[] }[],
): RollStep {
  for (const { set, pods } of sets) {
    const wanted: SandboxObject[] = set.spec.pods;
    const isComplete =
      pods.length === wanted.length && pods.every(pod => isPodReady(pod));
    if (!isComplete) return { kind: 'wait' };
  }
  for (const { set, pods } of sets) {
    const manual = podsToRoll(set, pods);
    for (const wanted of set.spec.pods as SandboxObject[]) {
      const pod = pods.find(p => p.metadata.name === wanted.metadata.name)!;
      const why = reasonToRoll(pod, wanted, manual.includes(pod.metadata.uid!));
      if (why) return { kind: 'roll', pod, ...why };
    }
  }
  return { kind: 'done' };
}
