/** One metric of an autoscaler: what is asked for and what is measured; `undefined` when nothing is measured. */
export interface MetricReading {
  /** e.g. `cpu resource utilization (percentage of request)` */
  title: string;
  target: number;
  current?: number;
}

export interface ScalingWish {
  replicas: number;
  /** Why, in the words of Kubernetes; `undefined` when nothing changes. */
  reason?: string;
  /** Which bound holds the wish back. */
  limited?: 'TooFewReplicas' | 'TooManyReplicas';
}

/** Within so much of the target nothing is changed. */
const TOLERANCE = 0.1;

/** How many replicas an autoscaler wants. Without a reading it only keeps its bounds. */
export function desiredReplicas(
  current: number,
  bounds: { min: number; max: number },
  metrics: MetricReading[],
): ScalingWish {
  if (current === 0) return { replicas: 0 };
  if (current > bounds.max) {
    return {
      replicas: bounds.max,
      reason: 'Current number of replicas above Spec.MaxReplicas',
    };
  }
  if (current < bounds.min) {
    return {
      replicas: bounds.min,
      reason: 'Current number of replicas below Spec.MinReplicas',
    };
  }
  let wanted: number | undefined;
  let reason: string | undefined;
  for (const metric of metrics) {
    if (metric.current === undefined) continue;
    const ratio = metric.current / metric.target;
    const proposal =
      Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(current * ratio);
    if (wanted === undefined || proposal > wanted) {
      wanted = proposal;
      reason = `${metric.title} ${
        proposal > current ? 'above' : 'below'
      } target`;
    }
  }
  if (wanted === undefined) return { replicas: current };
  if (wanted > bounds.max) {
    return { replicas: bounds.max, reason, limited: 'TooManyReplicas' };
  }
  if (wanted < bounds.min) {
    return {
      replicas: bounds.min,
      reason: wanted === current ? undefined : 'All metrics below target',
      limited: 'TooFewReplicas',
    };
  }
  if (wanted === current) return { replicas: current };
  return {
    replicas: wanted,
    reason: wanted < current ? 'All metrics below target' : reason,
  };
}
