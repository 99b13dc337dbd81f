import { resolveCount, type CountOrShare } from '../../model/amounts';

/** A ReplicaSet as a rollout sees it. */
export interface SetSize {
  name: string;
  /** How many pods it asks for. */
  replicas: number;
  /** How many of them are available. */
  available: number;
}

/** How far a rollout may go above and below the wanted number. */
export interface RolloutBounds {
  maxSurge: number;
  maxUnavailable: number;
}

/** New sizes by name, of those sets only whose size changes. */
export type Sizes = Map<string, number>;

const sum = (sets: SetSize[], of: (set: SetSize) => number) =>
  sets.reduce((total, set) => total + of(set), 0);

/** The bounds in pods; both 0 would never get anywhere, so one pod may then be missing. */
export function rolloutBounds(
  replicas: number,
  strategy: { maxSurge?: CountOrShare; maxUnavailable?: CountOrShare } = {},
): RolloutBounds {
  const maxSurge = resolveCount(strategy.maxSurge, replicas, '25%', 'up');
  const missing = resolveCount(
    strategy.maxUnavailable,
    replicas,
    '25%',
    'down',
  );
  const maxUnavailable = Math.min(missing, replicas);
  return maxSurge === 0 && maxUnavailable === 0
    ? { maxSurge, maxUnavailable: 1 }
    : { maxSurge, maxUnavailable };
}

/** How many pods a new set may ask for while the old ones have theirs. */
export function sizeOfNewSet(
  replicas: number,
  { maxSurge }: RolloutBounds,
  newReplicas: number,
  oldSets: SetSize[],
): number {
  if (newReplicas >= replicas) return replicas;
  const total = newReplicas + sum(oldSets, s => s.replicas);
  const room = Math.max(replicas + maxSurge - total, 0);
  return newReplicas + Math.min(room, replicas - newReplicas);
}

/**
 * One step of a rolling update: the new set grows as far as the surge allows; when it cannot, the old ones shrink as far
 * as availability allows, broken pods first.
 *
 * @param oldSets - oldest first
 */
export function planRollout(
  replicas: number,
  bounds: RolloutBounds,
  newSet: SetSize,
  oldSets: SetSize[],
): Sizes {
  const grown = sizeOfNewSet(replicas, bounds, newSet.replicas, oldSets);
  if (grown !== newSet.replicas) return new Map([[newSet.name, grown]]);

  const minAvailable = replicas - bounds.maxUnavailable;
  const total = newSet.replicas + sum(oldSets, s => s.replicas);
  const newUnavailable = newSet.replicas - newSet.available;
  let removable = total - minAvailable - newUnavailable;
  if (removable <= 0) return new Map();

  const sizes = oldSets.map(set => ({ ...set }));
  for (const set of sizes) {
    const broken = Math.min(removable, set.replicas - set.available);
    if (broken > 0) {
      set.replicas -= broken;
      removable -= broken;
    }
  }
  const available = newSet.available + sum(oldSets, s => s.available);
  let dispensable = available - minAvailable;
  for (const set of sizes) {
    if (dispensable <= 0) break;
    const fewer = Math.min(set.replicas, dispensable);
    set.replicas -= fewer;
    dispensable -= fewer;
  }
  return new Map(
    sizes
      .filter((set, i) => set.replicas !== oldSets[i].replicas)
      .map(set => [set.name, set.replicas]),
  );
}

/** Spreads a change of the wanted number in the middle of a rollout over the sets, in proportion to their size. */
export function planScaling(
  replicas: number,
  { maxSurge }: RolloutBounds,
  sets: SetSize[],
): Sizes {
  const total = sum(sets, s => s.replicas);
  const allowed = replicas > 0 ? replicas + maxSurge : 0;
  let left = allowed - total;
  const bySize = [...sets].sort((a, b) => b.replicas - a.replicas);
  const sizes = new Map(bySize.map(set => [set.name, set.replicas]));
  for (const set of bySize) {
    const share =
      total === 0 ? 0 : Math.trunc((set.replicas / total) * (allowed - total));
    sizes.set(set.name, set.replicas + share);
    left -= share;
  }
  // What rounding left over: the largest sets take it, none below nothing.
  for (const { name } of bySize) {
    const size = sizes.get(name)!;
    const change = Math.max(left, -size);
    sizes.set(name, size + change);
    left -= change;
  }
  return sizes;
}
