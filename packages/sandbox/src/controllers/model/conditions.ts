export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  lastProbeTime?: null;
  observedGeneration?: number;
}

export const findCondition = (
  conditions: Condition[] | undefined,
  type: string,
): Condition | undefined => conditions?.find(c => c.type === type);

export const isTrue = (conditions: Condition[] | undefined, type: string) =>
  findCondition(conditions, type)?.status === 'True';

/** The list with one condition set; its transition time moves only when its status changes. */
export function withCondition(
  conditions: Condition[] | undefined,
  next: Condition,
  now: string,
): Condition[] {
  const list = conditions ?? [];
  const before = findCondition(list, next.type);
  const condition: Condition = {
    ...next,
    lastTransitionTime:
      before?.status === next.status ? before.lastTransitionTime : now,
  };
  return before
    ? list.map(c => (c.type === next.type ? condition : c))
    : [...list, condition];
}

export const withoutCondition = (
  conditions: Condition[] | undefined,
  type: string,
): Condition[] => (conditions ?? []).filter(c => c.type !== type);
