import type { SandboxObject } from '../../types';

export const PXC_API = 'pxc.percona.com/v1';
export const CLUSTER = {
  apiVersion: PXC_API,
  kind: 'PerconaXtraDBCluster',
} as const;
export const BACKUP = {
  apiVersion: PXC_API,
  kind: 'PerconaXtraDBClusterBackup',
} as const;
export const RESTORE = {
  apiVersion: PXC_API,
  kind: 'PerconaXtraDBClusterRestore',
} as const;

/** Whose events and fields these are. */
export const COMPONENT = 'percona-xtradb-cluster-operator';

/** On the cluster while its volumes grow. */
export const RESIZE_ANNOTATION = 'percona.com/pvc-resize-in-progress';

export type Workload = 'pxc' | 'haproxy';

/** Labels of everything that belongs to a workload of a cluster. */
export const workloadLabels = (cluster: SandboxObject, workload: Workload) => ({
  'app.kubernetes.io/name': 'percona-xtradb-cluster',
  'app.kubernetes.io/instance': cluster.metadata.name,
  'app.kubernetes.io/component': workload,
  'app.kubernetes.io/managed-by': COMPONENT,
  'app.kubernetes.io/part-of': 'percona-xtradb-cluster',
});

export const hasHaproxy = (cluster: SandboxObject): boolean =>
  cluster.spec.haproxy?.enabled === true;

/** Names of a cluster's Secrets. */
export const secretNames = (cluster: SandboxObject) => {
  const { name } = cluster.metadata;
  return {
    users: cluster.spec.secretsName ?? `${name}-secrets`,
    internal: `internal-${name}`,
    ssl: cluster.spec.sslSecretName ?? `${name}-ssl`,
    sslInternal: cluster.spec.sslInternalSecretName ?? `${name}-ssl-internal`,
    customUsers: `${name}-custom-user-secret`,
  };
};

/** Where clients reach a cluster from inside Kubernetes. */
export const hostOf = (cluster: SandboxObject) =>
  `${cluster.metadata.name}-${hasHaproxy(cluster) ? 'haproxy' : 'pxc'}.${
    cluster.metadata.namespace
  }`;
