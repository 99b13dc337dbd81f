import { selectorText } from '../selectors/labelSelector';
import type { SandboxObject } from '../../types';
import { none, text, path, number, age, createdAt, join } from './cells';
import type { Column } from './Column';

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

/** Columns after Name of networking, access, storage and the rest. By group and plural. */
export const clusterColumns: Record<string, Column[]> = {
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
