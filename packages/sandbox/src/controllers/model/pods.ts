import type { SandboxObject } from '../../types';
import { isTrue } from './conditions';

export const POD = { apiVersion: 'v1', kind: 'Pod' } as const;

export const isPodReady = (pod: SandboxObject) =>
  isTrue(pod.status?.conditions, 'Ready');

export const isFinished = (pod: SandboxObject) =>
  pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** Neither finished nor on its way out. */
export const isActive = (pod: SandboxObject) =>
  !pod.metadata.deletionTimestamp && !isFinished(pod);

/** When a ready pod became, or will become, available: ready for `minReadySeconds`. `undefined`: not ready. */
export function availableAt(
  pod: SandboxObject,
  minReadySeconds: number,
): number | undefined {
  const ready = (pod.status?.conditions ?? []).find(
    (c: { type: string; status: string }) =>
      c.type === 'Ready' && c.status === 'True',
  );
  return ready
    ? Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000
    : undefined;
}

/** Counts available pods, and says in how many milliseconds the next one will be. */
export function countAvailable(
  pods: readonly SandboxObject[],
  minReadySeconds: number,
  now: number,
): { available: number; nextInMs?: number } {
  let available = 0;
  let nextInMs: number | undefined;
  for (const pod of pods) {
    const at = availableAt(pod, minReadySeconds);
    if (at === undefined) continue;
    if (minReadySeconds === 0 || at <= now) available += 1;
    else nextInMs = Math.min(nextInMs ?? Infinity, at - now);
  }
  return { available, nextInMs };
}
