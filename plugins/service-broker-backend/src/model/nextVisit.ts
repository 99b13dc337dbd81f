import type { Obstacle } from './observation';
import { ageInSeconds } from './operations';
import type { InstanceState } from './records';

const SECOND = 1000;
const RESYNC = 300 * SECOND;

/** How an obstacle is come back to: first and longest wait. */
const OBSTACLE_WAITS: Record<Obstacle, { first: number; longest: number }> = {
  OfferingUnavailable: { first: 10 * SECOND, longest: 60 * SECOND },
  ClusterUnreachable: { first: 2 * SECOND, longest: 30 * SECOND },
  NamespaceRefused: { first: 5 * SECOND, longest: 120 * SECOND },
  KindMissing: { first: 10 * SECOND, longest: 60 * SECOND },
  ClusterRefused: { first: 10 * SECOND, longest: RESYNC },
  ForeignObject: { first: 10 * SECOND, longest: 60 * SECOND },
  StatusUnreadable: { first: 10 * SECOND, longest: RESYNC },
  InternalError: { first: 2 * SECOND, longest: RESYNC },
};

export interface NextVisitOptions {
  now: string;
  /** The obstacle of this pass. */
  obstacle?: Obstacle;
  /** Passes that met an obstacle in a row, this one included. */
  attempts: number;
  /** Its readiness hangs on objects whose changes are not watched. */
  observesOthers: boolean;
  /** A number from 0 up to 1; spreads visits. */
  random: number;
}

/** Milliseconds until the instance is looked at again when nothing calls for it before; undefined: never. */
export function nextVisit(
  { instance, bindings, operations }: InstanceState,
  options: NextVisitOptions,
): number | undefined {
  if (instance.phase === 'deleted') return undefined;
  if (options.obstacle) {
    return backoff(
      options.attempts,
      OBSTACLE_WAITS[options.obstacle],
      options.random,
    );
  }
  const settled =
    instance.phase === 'ready' &&
    instance.memory.unreadySince === undefined &&
    operations.every(o => o.state !== 'in progress') &&
    bindings.every(b => ['ready', 'deleted'].includes(b.phase));
  if (settled) {
    return jittered(
      options.observesOthers ? RESYNC / 5 : RESYNC,
      options.random,
    );
  }
  return unsettledWait(instance, operations, options);
}

/** Close at first, when people look; wider for what takes long. */
function unsettledWait(
  instance: InstanceState['instance'],
  operations: InstanceState['operations'],
  { now, random }: NextVisitOptions,
): number {
  const pending = operations.filter(o => o.state === 'in progress');
  const since = pending.map(o => o.startedAt).sort()[0];
  if (!since) {
    // Nobody waits for a bound time here: it changes soon only while it is being updated.
    const soon =
      instance.phase === 'updating' ||
      (instance.phase === 'ready' &&
        instance.memory.unreadySince !== undefined);
    return jittered((soon ? 3 : 10) * SECOND, random);
  }
  const age = ageInSeconds(since, now);
  if (age < 120) return 1.5 * SECOND;
  return jittered((age < 600 ? 3 : 6) * SECOND, random);
}

/** Doubles from the first wait to the longest, less up to a half so that many do not come back together. */
export function backoff(
  attempts: number,
  { first, longest }: { first: number; longest: number },
  random: number,
): number {
  const doublings = Math.min(Math.max(attempts - 1, 0), 20);
  const full = Math.min(first * 2 ** doublings, longest);
  return Math.round(full * (1 - random / 2));
}

function jittered(ms: number, random: number): number {
  return Math.round(ms * (0.9 + random * 0.2));
}
