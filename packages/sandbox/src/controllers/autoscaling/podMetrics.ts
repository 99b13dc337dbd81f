import { isNotFound } from '../loop/errors';
import { isActive, isPodReady, POD } from '../model/pods';
import { podAmounts } from '../model/podResources';
import { quantityOf } from '../model/quantity';
import { selects, type LabelSelector } from '../model/labels';
import type { SandboxApi, SandboxObject } from '../../types';
import type { MetricReading } from './desiredReplicas';

/** On a pod (through its template): the share of its CPU request that it is to be seen using, in percent. */
export const CPU_ANNOTATION = 'sandbox.jimu.dev/cpu-utilization';

const POD_METRICS = {
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
} as const;

/** What a pod uses of a resource, in billionths; from its metrics if there are any, else from its annotation. */
function usageOf(
  api: SandboxApi,
  pod: SandboxObject,
  resource: string,
): bigint | undefined {
  const { name, namespace, annotations } = pod.metadata;
  const metrics = find(api, name, namespace);
  if (metrics) {
    return (metrics.containers ?? []).reduce(
      (sum: bigint, c: any) => sum + quantityOf(c.usage?.[resource]).nano,
      0n,
    );
  }
  const percent = Number(annotations?.[CPU_ANNOTATION]);
  const request = podAmounts(pod, 'requests').get(resource);
  return resource === 'cpu' && annotations?.[CPU_ANNOTATION] && request
    ? (request.nano * BigInt(Math.round(percent * 100))) / 10_000n
    : undefined;
}

function find(api: SandboxApi, name: string, namespace: string | undefined) {
  try {
    return api.get({ ...POD_METRICS, name, namespace });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

interface ResourceMetric {
  name: string;
  target: { type: string; averageUtilization?: number; averageValue?: string };
}

const toNumber = (value: unknown) => Number(quantityOf(value).nano) / 1e9;

/** Reads a `Resource` metric of an autoscaler over the ready pods of its target. */
export function readResourceMetric(
  api: SandboxApi,
  namespace: string,
  selector: LabelSelector,
  { name, target }: ResourceMetric,
): MetricReading {
  const pods = api
    .scan({ ...POD, namespace })
    .filter(
      pod =>
        isActive(pod) &&
        isPodReady(pod) &&
        selects(selector, pod.metadata.labels),
    );
  const isShare = target.type === 'Utilization';
  const reading: MetricReading = isShare
    ? {
        title: `${name} resource utilization (percentage of request)`,
        target: target.averageUtilization ?? 100,
      }
    : { title: `${name} resource`, target: toNumber(target.averageValue) };
  const usages = pods.map(pod => usageOf(api, pod, name));
  if (!pods.length || usages.some(usage => usage === undefined)) return reading;
  const used = usages.reduce<bigint>((sum, usage) => sum + usage!, 0n);
  if (!isShare) {
    return { ...reading, current: Number(used) / 1e9 / pods.length };
  }
  const requested = pods.reduce(
    (sum, pod) => sum + (podAmounts(pod, 'requests').get(name)?.nano ?? 0n),
    0n,
  );
  return requested === 0n
    ? reading
    : { ...reading, current: Number((used * 100n) / requested) };
}
