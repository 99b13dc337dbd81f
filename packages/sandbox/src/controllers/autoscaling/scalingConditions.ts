import type { SandboxObject } from '../../types';
import type { Condition } from '../model/conditions';
import type { MetricReading, ScalingWish } from './desiredReplicas';

function scalingActive(
  target: SandboxObject,
  metrics: MetricReading[],
): Condition {
  const type = 'ScalingActive';
  if (target.spec.replicas === 0) {
    return {
      type,
      status: 'False',
      reason: 'ScalingDisabled',
      message:
        'scaling is disabled since the replica count of the target is zero',
    };
  }
  const unread = metrics.find(metric => metric.current === undefined);
  if (unread) {
    return {
      type,
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message: `the HPA was unable to compute the replica count: failed to get ${unread.title}: unable to get metrics for resource: no metrics known for these pods`,
    };
  }
  return {
    type,
    status: 'True',
    reason: 'ValidMetricFound',
    message: `the HPA was able to successfully calculate a replica count from ${
      metrics[0]?.title ?? 'its metrics'
    }`,
  };
}

const limits = {
  TooManyReplicas:
    'the desired replica count is more than the maximum replica count',
  TooFewReplicas:
    'the desired replica count is less than the minimum replica count',
};

/** What an autoscaler says about itself. */
export function scalingConditions(
  target: SandboxObject,
  metrics: MetricReading[],
  wish: ScalingWish,
): Condition[] {
  return [
    {
      type: 'AbleToScale',
      status: 'True',
      reason: wish.reason ? 'SucceededRescale' : 'ReadyForNewScale',
      message: wish.reason
        ? `the HPA controller was able to update the target scale to ${wish.replicas}`
        : 'recommended size matches current size',
    },
    scalingActive(target, metrics),
    {
      type: 'ScalingLimited',
      status: wish.limited ? 'True' : 'False',
      reason: wish.limited ?? 'DesiredWithinRange',
      message: wish.limited
        ? limits[wish.limited]
        : 'the desired count is within the acceptable range',
    },
  ];
}

/** What an autoscaler says whose target is not there. */
export const targetMissing = (message: string): Condition[] => [
  { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message },
];
