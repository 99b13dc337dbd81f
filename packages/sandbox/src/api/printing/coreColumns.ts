import { selectorText } from '../selectors/labelSelector';
import type { SandboxObject } from '../../types';
import { ageOf } from './age';
import { type Cell, none, text, path, age, createdAt } from './cells';
import type { Column } from './Column';

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

function quotaUse(quota: SandboxObject, limits: boolean): string {
  const hard: Record<string, string> =
    quota.status?.hard ?? quota.spec?.hard ?? {};
  return Object.keys(hard)
    .filter(key => key.startsWith('limits.') === limits)
    .sort()
    .map(key => `${key}: ${quota.status?.used?.[key] ?? 0}/${hard[key]}`)
    .join(', ');
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
  const words: Record<string, string> = { True: 'Ready', False: 'NotReady' };
  const word = words[ready?.status] ?? 'Unknown';
  return node.spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

const nodeAddress = (type: string) => (node: SandboxObject) =>
  node.status?.addresses?.find((a: any) => a.type === type)?.address ?? none;

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

/** Columns after Name of the kinds of the core group. By group and plural. */
export const coreColumns: Record<string, Column[]> = {
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
};
