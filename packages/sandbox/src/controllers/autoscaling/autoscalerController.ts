import type { Controller, Ref, SandboxObject } from '../../types';
import { timestamp, type Clock } from '../loop/Clock';
import { defineController, type Scope } from '../loop/defineController';
import { isNotFound } from '../loop/errors';
import { keyOf, nameOfKey, namespaceOfKey } from '../loop/KeyLoop';
import { withCondition, type Condition } from '../model/conditions';
import { refOf } from '../model/owners';
import { POD } from '../model/pods';
import { writeStatus } from '../model/status';
import {
  desiredReplicas,
  type MetricReading,
  type ScalingWish,
} from './desiredReplicas';
import { readResourceMetric } from './podMetrics';
import { scalingConditions, targetMissing } from './scalingConditions';

const AUTOSCALER = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
} as const;
const COMPONENT = 'horizontal-pod-autoscaler';

/** Scales the targets of autoscalers by what their pods are seen using. */
export function autoscalerController(clock: Clock): Controller {
  return defineController('autoscalers', clock, scope => {
    const { api } = scope;
    const loop = scope.loopOver(AUTOSCALER, key => {
      const autoscaler = api.get({
        ...AUTOSCALER,
        namespace: namespaceOfKey(key),
        name: nameOfKey(key),
      });
      if (autoscaler && !autoscaler.metadata.deletionTimestamp) {
        reconcile(scope, autoscaler);
      }
    });
    const addAll = (namespace: string | undefined) => {
      for (const autoscaler of api.scan({ ...AUTOSCALER, namespace })) {
        loop.add(keyOf(autoscaler));
      }
    };
    for (const kind of ['Deployment', 'StatefulSet', 'ReplicaSet']) {
      scope.follow({ apiVersion: 'apps/v1', kind }, (_type, { metadata }) =>
        addAll(metadata.namespace),
      );
    }
    scope.follow(POD, (_type, { metadata }) => addAll(metadata.namespace));
    scope.follow(
      { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' },
      (_type, { metadata }) => addAll(metadata.namespace),
    );
  });
}

function reconcile(scope: Scope, autoscaler: SandboxObject): void {
  const { api } = scope;
  const { scaleTargetRef, minReplicas = 1, maxReplicas } = autoscaler.spec;
  const ref: Ref = {
    apiVersion: scaleTargetRef.apiVersion ?? 'apps/v1',
    kind: scaleTargetRef.kind,
    name: scaleTargetRef.name,
    namespace: autoscaler.metadata.namespace,
  };
  const target = find(scope, ref);
  if (!target) {
    const message = `the HPA controller was unable to get the target's current scale: ${ref.kind.toLowerCase()}s.apps "${
      ref.name
    }" not found`;
    report(scope, autoscaler, undefined, [], undefined, targetMissing(message));
    return;
  }
  const metrics = (autoscaler.spec.metrics ?? [])
    .filter((metric: any) => metric.type === 'Resource')
    .map((metric: any) =>
      readResourceMetric(
        api,
        autoscaler.metadata.namespace!,
        target.spec.selector,
        metric.resource,
      ),
    );
  const current: number = target.spec.replicas ?? 1;
  const bounds = { min: minReplicas, max: maxReplicas };
  const wish = desiredReplicas(current, bounds, metrics);
  if (wish.replicas !== current) {
    api.patch(refOf(target), { spec: { replicas: wish.replicas } });
    api.event(autoscaler, {
      type: 'Normal',
      reason: 'SuccessfulRescale',
      message: `New size: ${wish.replicas}; reason: ${wish.reason}`,
      component: COMPONENT,
    });
  }
  const conditions = scalingConditions(target, metrics, wish);
  report(scope, autoscaler, target, metrics, wish, conditions);
}

function find({ api }: Scope, ref: Ref): SandboxObject | undefined {
  try {
    return api.get(ref);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function report(
  { api, clock }: Scope,
  autoscaler: SandboxObject,
  target: SandboxObject | undefined,
  metrics: MetricReading[],
  wish: ScalingWish | undefined,
  found: Condition[],
): void {
  const now = timestamp(clock.now());
  const before = autoscaler.status ?? {};
  const resources = (autoscaler.spec.metrics ?? []).filter(
    (metric: any) => metric.type === 'Resource',
  );
  const currentMetrics = metrics.flatMap((metric, i) =>
    metric.current === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: {
              name: resources[i].resource.name,
              current:
                resources[i].resource.target.type === 'Utilization'
                  ? { averageUtilization: Math.round(metric.current) }
                  : { averageValue: `${Math.ceil(metric.current * 1000)}m` },
            },
          },
        ],
  );
  const conditions = found.reduce(
    (list, condition) => withCondition(list, condition, now),
    (before.conditions ?? []) as Condition[],
  );
  writeStatus(api, autoscaler, {
    ...(before.lastScaleTime || wish?.reason
      ? { lastScaleTime: wish?.reason ? now : before.lastScaleTime }
      : {}),
    currentReplicas: target?.status?.replicas ?? 0,
    desiredReplicas: wish?.replicas ?? 0,
    ...(currentMetrics.length ? { currentMetrics } : {}),
    conditions,
  });
}
