import { selectorText } from '../selectors/labelSelector';
import type { SandboxObject } from '../../types';
import { ageOf, shortDuration } from './age';
import { none, text, path, number, age, join } from './cells';
import type { Column } from './Column';

const containersOf = (object: SandboxObject): any[] =>
  object.spec?.jobTemplate?.spec?.template?.spec?.containers ??
  object.spec?.template?.spec?.containers ??
  [];

const wideTemplate: Column[] = [
  text('Containers', o => join(containersOf(o).map(c => c.name)), 1),
  text('Images', o => join(containersOf(o).map(c => c.image)), 1),
];

const wideSelector = text(
  'Selector',
  o => selectorText(o.spec?.selector) || none,
  1,
);

function jobStatus(job: SandboxObject): string {
  const is = (type: string) =>
    job.status?.conditions?.some(
      (c: any) => c.type === type && c.status === 'True',
    );
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  return is('Suspended') ? 'Suspended' : 'Running';
}

function metric(metrics: any): string {
  const name =
    metrics.resource?.name ?? metrics.containerResource?.name ?? metrics.type;
  const { averageUtilization, averageValue, value } =
    metrics.resource?.target ?? metrics.containerResource?.target ?? {};
  return `${name}: ${
    averageUtilization !== undefined
      ? `${averageUtilization}%`
      : averageValue ?? value ?? '<unknown>'
  }`;
}

function hpaTargets(hpa: SandboxObject): string {
  const list: any[] = hpa.spec?.metrics ?? [];
  const current: any[] = hpa.status?.currentMetrics ?? [];
  return (
    list
      .map((m, i) => {
        const now = current[i]?.resource?.current;
        const seen =
          now?.averageUtilization !== undefined
            ? `${now.averageUtilization}%`
            : now?.averageValue ?? '<unknown>';
        const [name, target] = metric(m).split(': ');
        return `${name}: ${seen}/${target}`;
      })
      .join(', ') || none
  );
}

/** Columns after Name of what runs pods, scales and protects them. By group and plural. */
export const workloadColumns: Record<string, Column[]> = {
  'apps/deployments': [
    text(
      'Ready',
      o => `${o.status?.readyReplicas ?? 0}/${o.spec?.replicas ?? 1}`,
    ),
    number('Up-to-date', 'status.updatedReplicas'),
    number('Available', 'status.availableReplicas'),
    age,
    ...wideTemplate,
    wideSelector,
  ],
  'apps/replicasets': [
    number('Desired', 'spec.replicas'),
    number('Current', 'status.replicas'),
    number('Ready', 'status.readyReplicas'),
    age,
    ...wideTemplate,
    wideSelector,
  ],
  'apps/statefulsets': [
    text(
      'Ready',
      o => `${o.status?.readyReplicas ?? 0}/${o.spec?.replicas ?? 1}`,
    ),
    age,
    ...wideTemplate,
  ],
  'apps/daemonsets': [
    number('Desired', 'status.desiredNumberScheduled'),
    number('Current', 'status.currentNumberScheduled'),
    number('Ready', 'status.numberReady'),
    number('Up-to-date', 'status.updatedNumberScheduled'),
    number('Available', 'status.numberAvailable'),
    text(
      'Node Selector',
      o => selectorText(o.spec?.template?.spec?.nodeSelector) || none,
    ),
    age,
    ...wideTemplate,
    wideSelector,
  ],
  'batch/jobs': [
    text('Status', jobStatus),
    text(
      'Completions',
      o => `${o.status?.succeeded ?? 0}/${o.spec?.completions ?? 1}`,
    ),
    {
      name: 'Duration',
      value: (o, { now }) => {
        if (!o.status?.startTime) return '';
        const end = o.status.completionTime
          ? Date.parse(o.status.completionTime)
          : now;
        return shortDuration(end - Date.parse(o.status.startTime));
      },
    },
    age,
    ...wideTemplate,
    wideSelector,
  ],
  'batch/cronjobs': [
    path('Schedule', 'spec.schedule'),
    path('Timezone', 'spec.timeZone', none),
    text('Suspend', o => (o.spec?.suspend ? 'True' : 'False')),
    {
      name: 'Active',
      type: 'integer',
      value: o => o.status?.active?.length ?? 0,
    },
    {
      name: 'Last Schedule',
      value: (o, { now }) =>
        o.status?.lastScheduleTime
          ? ageOf(o.status.lastScheduleTime, now)
          : none,
    },
    age,
    ...wideTemplate,
  ],
  'autoscaling/horizontalpodautoscalers': [
    text(
      'Reference',
      o => `${o.spec?.scaleTargetRef?.kind}/${o.spec?.scaleTargetRef?.name}`,
    ),
    text('Targets', hpaTargets),
    text('MinPods', o => String(o.spec?.minReplicas ?? 1)),
    number('MaxPods', 'spec.maxReplicas'),
    number('Replicas', 'status.currentReplicas'),
    age,
  ],
  'policy/poddisruptionbudgets': [
    path('Min Available', 'spec.minAvailable', 'N/A'),
    path('Max Unavailable', 'spec.maxUnavailable', 'N/A'),
    number('Allowed Disruptions', 'status.disruptionsAllowed'),
    age,
  ],
};
