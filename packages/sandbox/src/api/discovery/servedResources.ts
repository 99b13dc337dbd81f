import type { ResourceRegistry } from '../registry/ResourceRegistry';
import type { ResourceType } from '../registry/ResourceType';

/** A subresource as discovery tells it. */
export interface ServedSubresource {
  name: string;
  kind: string;
  /** Group and version of `kind` where they differ from the resource's. */
  group?: string;
  version?: string;
  verbs: string[];
}

/** A resource as discovery tells it. */
export interface ServedResource {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames: string[];
  categories: string[];
  verbs: string[];
  subresources: ServedSubresource[];
}

const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

const extra: Record<string, ServedSubresource[]> = {
  '/pods': [
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    {
      name: 'eviction',
      kind: 'Eviction',
      group: 'policy',
      version: 'v1',
      verbs: ['create'],
    },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
  ],
  '/namespaces': [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  '/serviceaccounts': [
    {
      name: 'token',
      kind: 'TokenRequest',
      group: 'authentication.k8s.io',
      version: 'v1',
      verbs: ['create'],
    },
  ],
};

const question = (
  group: string,
  kind: string,
  namespaced = false,
): ServedResource => ({
  group,
  version: 'v1',
  plural: `${kind.toLowerCase()}s`,
  singular: kind.toLowerCase(),
  kind,
  namespaced,
  shortNames: [],
  categories: [],
  verbs: ['create'],
  subresources: [],
});

/** Kinds that are asked and never stored. */
export const questions: ServedResource[] = [
  question('authentication.k8s.io', 'TokenReview'),
  question('authentication.k8s.io', 'SelfSubjectReview'),
  question('authorization.k8s.io', 'LocalSubjectAccessReview', true),
  question('authorization.k8s.io', 'SelfSubjectAccessReview'),
  question('authorization.k8s.io', 'SelfSubjectRulesReview'),
  question('authorization.k8s.io', 'SubjectAccessReview'),
];

function subresourcesOf(type: ResourceType): ServedSubresource[] {
  const list = [...(extra[`${type.group}/${type.plural}`] ?? [])];
  if (type.hasStatus) {
    list.push({
      name: 'status',
      kind: type.kind,
      verbs: ['get', 'patch', 'update'],
    });
  }
  if (type.scale) {
    list.push({
      name: 'scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      verbs: ['get', 'patch', 'update'],
    });
  }
  return list.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Everything that the API serves, in order of group, version and plural. */
export function servedResources(registry: ResourceRegistry): ServedResource[] {
  const stored = registry.all().map(
    (type): ServedResource => ({
      group: type.group,
      version: type.version,
      plural: type.plural,
      singular: type.singular,
      kind: type.kind,
      namespaced: type.namespaced,
      shortNames: type.shortNames,
      categories: type.categories,
      verbs: type.group === 'metrics.k8s.io' ? ['get', 'list'] : allVerbs,
      subresources: subresourcesOf(type),
    }),
  );
  return [...stored, ...questions];
}

/** Whether a resource has a subresource of this name. */
export function hasSubresource(type: ResourceType, name: string): boolean {
  return subresourcesOf(type).some(sub => sub.name === name);
}

/** Groups in the order of discovery: Kubernetes' own, then those of CRDs by name, metrics last. */
export function groupsInOrder(resources: ServedResource[]): string[] {
  const last = 'metrics.k8s.io';
  const names = [...new Set(resources.map(r => r.group))].filter(g => g !== '');
  const isOwn = (g: string) => !g.includes('.') || g.endsWith('.k8s.io');
  return [
    ...names.filter(g => isOwn(g) && g !== last),
    ...names.filter(g => !isOwn(g)).sort(),
    ...names.filter(g => g === last),
  ];
}
