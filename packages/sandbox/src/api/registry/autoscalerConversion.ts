import type { SandboxObject } from '../../types';
import type { Conversion } from './ResourceType';

const isCpu = (metric: any) =>
  metric.type === 'Resource' &&
  metric.resource?.name === 'cpu' &&
  metric.resource.target?.averageUtilization !== undefined;

const cpuMetric = (percentage: number) => ({
  type: 'Resource',
  resource: {
    name: 'cpu',
    target: { type: 'Utilization', averageUtilization: percentage },
  },
});

/** HorizontalPodAutoscalers of v1 know one metric, the use of cpu; what else v2 has stays behind. */
export const autoscalerConversion: Conversion = {
  toStored(object): SandboxObject {
    const { targetCPUUtilizationPercentage: target, ...spec } =
      object.spec ?? {};
    return {
      ...object,
      spec: {
        ...spec,
        ...(target === undefined ? {} : { metrics: [cpuMetric(target)] }),
      },
    };
  },
  fromStored(object): SandboxObject {
    const { metrics = [], behavior: _behavior, ...spec } = object.spec ?? {};
    const {
      currentMetrics = [],
      conditions: _conditions,
      ...status
    } = object.status ?? {};
    const target = metrics.find(isCpu)?.resource.target.averageUtilization;
    const current = currentMetrics.find((m: any) => m.resource?.name === 'cpu')
      ?.resource.current?.averageUtilization;
    return {
      ...object,
      spec: {
        ...spec,
        ...(target === undefined
          ? {}
          : { targetCPUUtilizationPercentage: target }),
      },
      ...(object.status
        ? {
            status: {
              ...status,
              ...(current === undefined
                ? {}
                : { currentCPUUtilizationPercentage: current }),
            },
          }
        : {}),
    };
  },
};
