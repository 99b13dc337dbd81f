import { selectorText } from '../selectors/labelSelector';
import type { SandboxObject } from '../../types';
import { ageOf, shortDuration } from './age';
import type { Column } from './Column';
import { readPath } from './jsonPath';
import { podColumns } from './podColumns';

type Cell = (object: SandboxObject) => unknown;

const none = '<none>';
const text = (name: string, value: Cell, priority = 0): Column => ({
  name,
  priority,
  value: object => value(object) ?? '',
});
const path = (
  name: string,
  at: string,
  otherwise: unknown = '',
  priority = 0,
) => text(name, object => readPath(object, at) ?? otherwise, priority);
const number = (name: string, at: string): Column => ({
  name,
  type: 'integer',
  value: object => readPath(object, at) ?? 0,
});
const age: Column = {
  name: 'Age',
  value: (object, { now }) => ageOf(object.metadata.creationTimestamp, now),
};
const createdAt: Column = {
  name: 'Created At',
  value: object => object.metadata.creationTimestamp ?? '<unknown>',
};

const join = (list: unknown[] | undefined) => list?.join(',') || none;
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
const size = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.keys(value).length : 0;

const accessModes: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
const modes = (list: string[] | undefined) =>
  (list ?? []).map(m => accessModes[m] ?? m).join(',');

function servicePorts(service: SandboxObject): string {
  const ports: any[] = service.spec?.ports ?? [];
  return (
    ports
      .map(
        p =>
          `${p.port}${p.nodePort ? `:${p.nodePort}` : ''}/${
            p.protocol ?? 'TCP'
          }`,
      )
      .join(',') || none
  );
}

function externalIp(service: SandboxObject): string {
  const ips: string[] = service.spec?.externalIPs ?? [];
  switch (service.spec?.type) {
    case 'LoadBalancer': {
      const ingress: any[] = service.status?.loadBalancer?.ingress ?? [];
      const all = [...ingress.map(i => i.ip ?? i.hostname), ...ips];
      return all.join(',') || '<pending>';
    }
    case 'ExternalName':
      return service.spec.externalName ?? none;
    default:
      return ips.join(',') || none;
  }
}

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

function quotaUse(quota: SandboxObject, limits: boolean): string {
  const hard: Record<string, string> =
    quota.status?.hard ?? quota.spec?.hard ?? {};
  return Object.keys(hard)
    .filter(key => key.startsWith('limits.') === limits)
    .sort()
    .map(key => `${key}: ${quota.status?.used?.[key] ?? 0}/${hard[key]}`)
    .join(', ');
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

function nodeRoles(node: SandboxObject): string {
  const prefix = 'node-role.kubernetes.io/';
  return (
    Object.keys(node.metadata.labels ?? {})
      .filter(key => key.startsWith(prefix))
      .map(key => key.slice(prefix.length))
      .join(',') || none
  );
}

function nodeStatus(node: SandboxObject): string {
  const ready = node.status?.conditions?.find((c: any) => c.type === 'Ready');
  const word = ready
    ? ready.status === 'True'
      ? 'Ready'
      : 'NotReady'
    : 'Unknown';
  return node.spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

const nodeAddress = (type: string) => (node: SandboxObject) =>
  node.status?.addresses?.find((a: any) => a.type === type)?.address ?? none;

const subjects = (kind: string) => (binding: SandboxObject) =>
  (binding.subjects ?? [])
    .filter((s: any) => s.kind === kind)
    .map((s: any) => (s.namespace ? `${s.namespace}/${s.name}` : s.name))
    .join(', ');

const bindingColumns = [
  text('Role', o => `${o.roleRef?.kind}/${o.roleRef?.name}`),
  age,
  text('Users', subjects('User'), 1),
  text('Groups', subjects('Group'), 1),
  text('ServiceAccounts', subjects('ServiceAccount'), 1),
];

const eventSource = (e: SandboxObject) =>
  [e.source?.component ?? e.reportingComponent, e.source?.host]
    .filter(Boolean)
    .join(', ');
const seen = (name: string, value: Cell, priority = 0): Column => ({
  name,
  priority,
  value: (object, { now }) => ageOf(value(object), now),
});

const endpointList = (endpoints: SandboxObject) =>
  (endpoints.subsets ?? [])
    .flatMap((s: any) =>
      (s.addresses ?? []).flatMap((a: any) =>
        (s.ports ?? [{}]).map((p: any) =>
          p.port ? `${a.ip}:${p.port}` : a.ip,
        ),
      ),
    )
    .join(',') || none;

/** Columns after Name of the built-in kinds, by group and plural. */
export const builtinColumns: Record<string, Column[]> = {
  '/pods': podColumns,
  '/services': [
    path('Type', 'spec.type'),
    path('Cluster-IP', 'spec.clusterIP', none),
    text('External-IP', externalIp),
    text('Port(s)', servicePorts),
    age,
    text('Selector', o => selectorText(o.spec?.selector) || none, 1),
  ],
  '/configmaps': [
    {
      name: 'Data',
      type: 'integer',
      value: o => size(o.data) + size(o.binaryData),
    },
    age,
  ],
  '/secrets': [
    path('Type', 'type'),
    { name: 'Data', type: 'integer', value: o => size(o.data) },
    age,
  ],
  '/serviceaccounts': [
    { name: 'Secrets', type: 'integer', value: o => o.secrets?.length ?? 0 },
    age,
  ],
  '/namespaces': [path('Status', 'status.phase'), age],
  '/endpoints': [text('Endpoints', endpointList), age],
  '/nodes': [
    text('Status', nodeStatus),
    text('Roles', nodeRoles),
    age,
    path('Version', 'status.nodeInfo.kubeletVersion'),
    text('Internal-IP', nodeAddress('InternalIP'), 1),
    text('External-IP', nodeAddress('ExternalIP'), 1),
    path('OS-Image', 'status.nodeInfo.osImage', '<unknown>', 1),
    path('Kernel-Version', 'status.nodeInfo.kernelVersion', '<unknown>', 1),
    path(
      'Container-Runtime',
      'status.nodeInfo.containerRuntimeVersion',
      '<unknown>',
      1,
    ),
  ],
  '/persistentvolumeclaims': [
    text('Status', o =>
      o.metadata.deletionTimestamp ? 'Terminating' : o.status?.phase,
    ),
    path('Volume', 'spec.volumeName'),
    path('Capacity', 'status.capacity.storage'),
    text('Access Modes', o => modes(o.status?.accessModes)),
    path('StorageClass', 'spec.storageClassName'),
    path('VolumeAttributesClass', 'spec.volumeAttributesClassName', '<unset>'),
    age,
    path('VolumeMode', 'spec.volumeMode', '<unset>', 1),
  ],
  '/persistentvolumes': [
    path('Capacity', 'spec.capacity.storage'),
    text('Access Modes', o => modes(o.spec?.accessModes)),
    path('Reclaim Policy', 'spec.persistentVolumeReclaimPolicy'),
    path('Status', 'status.phase'),
    text('Claim', o =>
      o.spec?.claimRef
        ? `${o.spec.claimRef.namespace}/${o.spec.claimRef.name}`
        : '',
    ),
    path('StorageClass', 'spec.storageClassName'),
    path('VolumeAttributesClass', 'spec.volumeAttributesClassName', '<unset>'),
    path('Reason', 'status.reason'),
    age,
    path('VolumeMode', 'spec.volumeMode', '<unset>', 1),
  ],
  '/events': [
    seen(
      'Last Seen',
      e => e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp,
    ),
    path('Type', 'type'),
    path('Reason', 'reason'),
    text(
      'Object',
      e => `${e.involvedObject?.kind?.toLowerCase()}/${e.involvedObject?.name}`,
    ),
    path('Subobject', 'involvedObject.fieldPath', '', 1),
    text('Source', eventSource, 1),
    text('Message', e => String(e.message ?? '').trim()),
    seen(
      'First Seen',
      e => e.firstTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp,
      1,
    ),
    { name: 'Count', type: 'integer', priority: 1, value: e => e.count ?? 1 },
    text('Name', e => e.metadata.name, 1),
  ],
  '/resourcequotas': [
    text('Request', q => quotaUse(q, false)),
    text('Limit', q => quotaUse(q, true)),
    age,
  ],
  '/limitranges': [createdAt],
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
  'networking.k8s.io/ingresses': [
    path('Class', 'spec.ingressClassName', none),
    text(
      'Hosts',
      o =>
        (o.spec?.rules ?? []).map((r: any) => r.host || '*').join(',') || '*',
    ),
    text('Address', o =>
      (o.status?.loadBalancer?.ingress ?? [])
        .map((i: any) => i.ip ?? i.hostname)
        .join(','),
    ),
    text('Ports', o => (o.spec?.tls?.length ? '80, 443' : '80')),
    age,
  ],
  'networking.k8s.io/ingressclasses': [
    path('Controller', 'spec.controller'),
    text('Parameters', o => o.spec?.parameters?.name ?? none),
    age,
  ],
  'networking.k8s.io/networkpolicies': [
    text('Pod-Selector', o => selectorText(o.spec?.podSelector) || none),
    age,
  ],
  'policy/poddisruptionbudgets': [
    path('Min Available', 'spec.minAvailable', 'N/A'),
    path('Max Unavailable', 'spec.maxUnavailable', 'N/A'),
    number('Allowed Disruptions', 'status.disruptionsAllowed'),
    age,
  ],
  'rbac.authorization.k8s.io/roles': [createdAt],
  'rbac.authorization.k8s.io/clusterroles': [createdAt],
  'rbac.authorization.k8s.io/rolebindings': bindingColumns,
  'rbac.authorization.k8s.io/clusterrolebindings': bindingColumns,
  'storage.k8s.io/storageclasses': [
    path('Provisioner', 'provisioner'),
    path('ReclaimPolicy', 'reclaimPolicy', 'Delete'),
    path('VolumeBindingMode', 'volumeBindingMode', 'Immediate'),
    {
      name: 'AllowVolumeExpansion',
      type: 'boolean',
      value: o => o.allowVolumeExpansion ?? false,
    },
    age,
  ],
  'scheduling.k8s.io/priorityclasses': [
    number('Value', 'value'),
    {
      name: 'Global-Default',
      type: 'boolean',
      value: o => o.globalDefault ?? false,
    },
    age,
    path('PreemptionPolicy', 'preemptionPolicy', 'PreemptLowerPriority'),
  ],
  'coordination.k8s.io/leases': [path('Holder', 'spec.holderIdentity'), age],
  'discovery.k8s.io/endpointslices': [
    path('AddressType', 'addressType'),
    text('Ports', o => join((o.ports ?? []).map((p: any) => p.port))),
    text('Endpoints', o =>
      join((o.endpoints ?? []).flatMap((e: any) => e.addresses)),
    ),
    age,
  ],
  'apiextensions.k8s.io/customresourcedefinitions': [createdAt],
};

/** Column for kinds that have no others. */
export const ageColumn = age;
