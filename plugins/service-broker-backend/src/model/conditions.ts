import type { Condition } from '@jimu/plugin-service-broker-common';

/** Sets a condition by its type; the time changes only when the status does. */
export function withCondition(
  conditions: readonly Condition[],
  next: Omit<Condition, 'lastTransitionTime'>,
  now: string,
): Condition[] {
  const before = conditions.find(c => c.type === next.type);
  const condition: Condition = {
    ...next,
    lastTransitionTime:
      before?.status === next.status ? before.lastTransitionTime : now,
  };
  return before
    ? conditions.map(c => (c === before ? condition : c))
    : [...conditions, condition];
}

export function withoutCondition(
  conditions: readonly Condition[],
  type: string,
): Condition[] {
  return conditions.filter(c => c.type !== type);
}
