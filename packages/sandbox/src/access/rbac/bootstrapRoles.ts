import type { SandboxObject } from '../../types';
import { AUTHENTICATED, MASTERS, UNAUTHENTICATED } from '../identities';
import type { PolicyRule } from './rules';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const AGGREGATE = 'rbac.authorization.k8s.io/aggregate-to';

const rule = (
  verbs: string[],
  apiGroup: string,
  resources: string[],
): PolicyRule => ({ verbs, apiGroups: [apiGroup], resources });

const apps = [
  'daemonsets',
  'deployments',
  'deployments/scale',
  'replicasets',
  'replicasets/scale',
  'statefulsets',
  'statefulsets/scale',
];
const withStatus = (plurals: string[]) =>
  plurals.flatMap(plural =>
    plural.includes('/') ? [plural] : [plural, `${plural}/status`],
  );

const view: PolicyRule[] = [
  rule(READ, '', [
    'configmaps',
    'endpoints',
    'persistentvolumeclaims',
    'persistentvolumeclaims/status',
    'pods',
    'replicationcontrollers',
    'replicationcontrollers/scale',
    'serviceaccounts',
    'services',
    'services/status',
  ]),
  rule(READ, '', [
    'bindings',
    'events',
    'limitranges',
    'namespaces/status',
    'pods/log',
    'pods/status',
    'replicationcontrollers/status',
    'resourcequotas',
    'resourcequotas/status',
  ]),
  rule(READ, '', ['namespaces']),
  rule(READ, 'discovery.k8s.io', ['endpointslices']),
  rule(READ, 'apps', ['controllerrevisions', ...withStatus(apps)]),
  rule(READ, 'autoscaling', withStatus(['horizontalpodautoscalers'])),
  rule(READ, 'batch', withStatus(['cronjobs', 'jobs'])),
  rule(READ, 'policy', withStatus(['poddisruptionbudgets'])),
  rule(READ, 'networking.k8s.io', [
    'ingresses',
    'ingresses/status',
    'networkpolicies',
  ]),
];

const edit: PolicyRule[] = [
  rule(READ, '', [
    'pods/attach',
    'pods/exec',
    'pods/portforward',
    'pods/proxy',
    'secrets',
    'services/proxy',
  ]),
  rule(['impersonate'], '', ['serviceaccounts']),
  rule(WRITE, '', [
    'pods',
    'pods/attach',
    'pods/exec',
    'pods/portforward',
    'pods/proxy',
  ]),
  rule(['create'], '', ['pods/eviction']),
  rule(WRITE, '', [
    'configmaps',
    'events',
    'persistentvolumeclaims',
    'replicationcontrollers',
    'replicationcontrollers/scale',
    'secrets',
    'serviceaccounts',
    'services',
    'services/proxy',
  ]),
  rule(['create'], '', ['serviceaccounts/token']),
  rule(WRITE, 'apps', [...apps, 'deployments/rollback']),
  rule(WRITE, 'autoscaling', ['horizontalpodautoscalers']),
  rule(WRITE, 'batch', ['cronjobs', 'jobs']),
  rule(WRITE, 'policy', ['poddisruptionbudgets']),
  rule(WRITE, 'networking.k8s.io', ['ingresses', 'networkpolicies']),
  rule([...WRITE, ...READ], 'coordination.k8s.io', ['leases']),
];

const admin: PolicyRule[] = [
  rule(['create'], 'authorization.k8s.io', ['localsubjectaccessreviews']),
  rule([...WRITE, ...READ], 'rbac.authorization.k8s.io', [
    'rolebindings',
    'roles',
  ]),
];

const metadata = (name: string, labels: Record<string, string> = {}) => ({
  name,
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
});

const clusterRole = (
  name: string,
  rules: PolicyRule[],
  labels?: Record<string, string>,
): SandboxObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: metadata(name, labels),
  rules,
});

/** Its rules are those of all ClusterRoles with a label; they are filled in here so that they hold from the first moment. */
const aggregated = (
  name: 'admin' | 'edit' | 'view',
  rules: PolicyRule[],
  labels?: Record<string, string>,
): SandboxObject => ({
  ...clusterRole(name, rules, labels),
  aggregationRule: {
    clusterRoleSelectors: [
      { matchLabels: { [`${AGGREGATE}-${name}`]: 'true' } },
    ],
  },
});

const binding = (name: string, groups: string[]): SandboxObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: metadata(name),
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name,
  },
  subjects: groups.map(group => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'Group',
    name: group,
  })),
});

const paths = (urls: string[]): PolicyRule[] => [
  { verbs: ['get'], nonResourceURLs: urls },
];

/** The ClusterRoles and ClusterRoleBindings that every cluster has, with Kubernetes' own rules for the kinds served here. */
export function bootstrapRoles(): SandboxObject[] {
  return [
    clusterRole('cluster-admin', [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ]),
    aggregated('admin', [...admin, ...edit, ...view]),
    aggregated('edit', [...edit, ...view], { [`${AGGREGATE}-admin`]: 'true' }),
    aggregated('view', view, { [`${AGGREGATE}-edit`]: 'true' }),
    clusterRole('system:aggregate-to-admin', admin, {
      [`${AGGREGATE}-admin`]: 'true',
    }),
    clusterRole('system:aggregate-to-edit', edit, {
      [`${AGGREGATE}-edit`]: 'true',
    }),
    clusterRole('system:aggregate-to-view', view, {
      [`${AGGREGATE}-view`]: 'true',
    }),
    clusterRole('system:basic-user', [
      rule(['create'], 'authorization.k8s.io', [
        'selfsubjectaccessreviews',
        'selfsubjectrulesreviews',
      ]),
      rule(['create'], 'authentication.k8s.io', ['selfsubjectreviews']),
    ]),
    clusterRole(
      'system:discovery',
      paths([
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/healthz',
        '/livez',
        '/openapi',
        '/openapi/*',
        '/readyz',
        '/version',
        '/version/',
      ]),
    ),
    clusterRole(
      'system:public-info-viewer',
      paths(['/healthz', '/livez', '/readyz', '/version', '/version/']),
    ),
    clusterRole('system:auth-delegator', [
      rule(['create'], 'authentication.k8s.io', ['tokenreviews']),
      rule(['create'], 'authorization.k8s.io', ['subjectaccessreviews']),
    ]),
    binding('cluster-admin', [MASTERS]),
    binding('system:basic-user', [AUTHENTICATED]),
    binding('system:discovery', [AUTHENTICATED]),
    binding('system:public-info-viewer', [AUTHENTICATED, UNAUTHENTICATED]),
  ];
}
