import type { SandboxObject } from '../../types';
import { isPodReady, ordinalOf } from '../runtime/objects';
import { isHibernated, POD_SPEC_ANNOTATION, RESTART_ANNOTATION } from './names';

/** What there is of a cluster. */
export interface Sight {
  cluster: SandboxObject;
  /** Volume claims of instances. */
  claims: SandboxObject[];
  pods: SandboxObject[];
  /** JSON of the spec that pods should have. */
  podSpec: string;
}

/** What the operator does next: one thing at a time. */
export type Step =
  | { kind: 'createInstance'; serial: number }
  | { kind: 'createPod'; name: string }
  | { kind: 'restartPod'; name: string; because: string }
  | { kind: 'removeInstance'; name: string }
  | { kind: 'hibernate'; names: string[] }
  | { kind: 'hibernated' }
  | { kind: 'wait' }
  | { kind: 'settled' };

const bySerial = (a: SandboxObject, b: SandboxObject) =>
  ordinalOf(a.metadata.name) - ordinalOf(b.metadata.name);

function reasonToRestart(
  pod: SandboxObject,
  { cluster, podSpec }: Sight,
): string | undefined {
  const annotations = pod.metadata.annotations ?? {};
  const restartedAt = cluster.metadata.annotations?.[RESTART_ANNOTATION];
  if (restartedAt && annotations[RESTART_ANNOTATION] !== restartedAt) {
    return 'cluster has been explicitly restarted via annotation';
  }
  if (annotations[POD_SPEC_ANNOTATION] !== podSpec) {
    const [before, after] = [annotations[POD_SPEC_ANNOTATION], podSpec].map(
      text => JSON.parse(text ?? '{}').containers?.[0]?.image,
    );
    return before === after
      ? 'original and target PodSpec differ in containers'
      : `the instance is using a different image: ${before} -> ${after}`;
  }
  return undefined;
}

/** Name of the instance that takes writes. */
export const primaryOf = (cluster: SandboxObject): string =>
  cluster.status?.targetPrimary ?? `${cluster.metadata.name}-1`;

/** Decides the next step from what there is. Replicas are restarted before the primary. */
export function nextStep(sight: Sight): Step {
  const { cluster, claims, pods } = sight;
  const primary = primaryOf(cluster);
  if (isHibernated(cluster)) {
    return pods.length
      ? { kind: 'hibernate', names: pods.map(pod => pod.metadata.name) }
      : { kind: 'hibernated' };
  }
  const live = claims
    .filter(claim => !claim.metadata.deletionTimestamp)
    .sort(bySerial);
  const latest = Math.max(
    cluster.status?.latestGeneratedNode ?? 0,
    ...live.map(claim => ordinalOf(claim.metadata.name)),
  );
  if (!live.some(claim => claim.metadata.name === primary)) {
    return { kind: 'createInstance', serial: ordinalOf(primary) };
  }
  const podOf = (name: string) => pods.find(pod => pod.metadata.name === name);
  const missing = live.find(claim => !podOf(claim.metadata.name));
  if (missing) return { kind: 'createPod', name: missing.metadata.name };
  if (!pods.every(isPodReady)) return { kind: 'wait' };
  const inOrder = [
    ...[...pods].sort(bySerial).filter(pod => pod.metadata.name !== primary),
    ...pods.filter(pod => pod.metadata.name === primary),
  ];
  for (const pod of inOrder) {
    const because = reasonToRestart(pod, sight);
    if (because) {
      return { kind: 'restartPod', name: pod.metadata.name, because };
    }
  }
  if (live.length < cluster.spec.instances) {
    return { kind: 'createInstance', serial: latest + 1 };
  }
  if (live.length > cluster.spec.instances) {
    const last = live.filter(claim => claim.metadata.name !== primary).at(-1)!;
    return { kind: 'removeInstance', name: last.metadata.name };
  }
  return { kind: 'settled' };
}
