import type { SandboxObject } from '../../types';
import { ownedBy } from '../runtime/objects';
import { secretNames, workloadLabels, type Workload } from './names';

const meta = (cluster: SandboxObject, name: string, workload: Workload) => ({
  name,
  namespace: cluster.metadata.namespace,
  labels: workloadLabels(cluster, workload),
  ownerReferences: ownedBy(cluster),
});

const ports = {
  mysql: { name: 'mysql', port: 3306, targetPort: 3306, protocol: 'TCP' },
  replicas: {
    name: 'mysql-replicas',
    port: 3306,
    targetPort: 3307,
    protocol: 'TCP',
  },
  proxyProtocol: {
    name: 'proxy-protocol',
    port: 3309,
    targetPort: 3309,
    protocol: 'TCP',
  },
  admin: {
    name: 'mysql-admin',
    port: 33062,
    targetPort: 33062,
    protocol: 'TCP',
  },
  x: { name: 'mysqlx', port: 33060, targetPort: 33060, protocol: 'TCP' },
};

const fromUsersSecret = (
  cluster: SandboxObject,
  name: string,
  key: string,
) => ({
  name,
  valueFrom: { secretKeyRef: { name: secretNames(cluster).users, key } },
});

/** What the sandbox adds to the pods of the database. */
export interface PodExtras {
  annotations: Record<string, string>;
  spec: Record<string, unknown>;
}

/** StatefulSet of the database nodes. */
export function pxcStatefulSet(
  cluster: SandboxObject,
  replicas: number,
  extras: PodExtras,
): SandboxObject {
  const { pxc } = cluster.spec;
  const name = `${cluster.metadata.name}-pxc`;
  const labels = workloadLabels(cluster, 'pxc');
  const claim = pxc.volumeSpec.persistentVolumeClaim;
  const secrets = secretNames(cluster);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(cluster, name, 'pxc'),
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: {
          labels: { ...pxc.labels, ...labels },
          annotations: { ...pxc.annotations, ...extras.annotations },
        },
        spec: {
          ...extras.spec,
          terminationGracePeriodSeconds: pxc.gracePeriod ?? 600,
          containers: [
            {
              name: 'pxc',
              image: pxc.image,
              imagePullPolicy: pxc.imagePullPolicy ?? 'Always',
              ports: [3306, 4444, 4567, 4568, 33060, 33062].map(
                containerPort => ({ containerPort }),
              ),
              env: [
                { name: 'PXC_SERVICE', value: `${name}-unready` },
                fromUsersSecret(cluster, 'MYSQL_ROOT_PASSWORD', 'root'),
                fromUsersSecret(cluster, 'XTRABACKUP_PASSWORD', 'xtrabackup'),
                fromUsersSecret(cluster, 'MONITOR_PASSWORD', 'monitor'),
                fromUsersSecret(cluster, 'OPERATOR_ADMIN_PASSWORD', 'operator'),
              ],
              ...(pxc.resources ? { resources: pxc.resources } : {}),
              volumeMounts: [
                { name: 'datadir', mountPath: '/var/lib/mysql' },
                { name: 'ssl', mountPath: '/etc/mysql/ssl' },
                { name: 'ssl-internal', mountPath: '/etc/mysql/ssl-internal' },
              ],
            },
          ],
          volumes: [
            {
              name: 'ssl',
              secret: { secretName: secrets.ssl, optional: true },
            },
            {
              name: 'ssl-internal',
              secret: { secretName: secrets.sslInternal, optional: true },
            },
            ...(claim ? [] : [{ name: 'datadir', emptyDir: {} }]),
          ],
        },
      },
      ...(claim
        ? {
            volumeClaimTemplates: [
              {
                metadata: { name: 'datadir', labels },
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  ...claim,
                },
              },
            ],
          }
        : {}),
    },
  };
}

/** StatefulSet of the proxies. */
export function haproxyStatefulSet(
  cluster: SandboxObject,
  replicas: number,
): SandboxObject {
  const { haproxy } = cluster.spec;
  const name = `${cluster.metadata.name}-haproxy`;
  const labels = workloadLabels(cluster, 'haproxy');
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(cluster, name, 'haproxy'),
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: {
          labels: { ...haproxy.labels, ...labels },
          annotations: { ...haproxy.annotations },
        },
        spec: {
          containers: [
            {
              name: 'haproxy',
              image: haproxy.image,
              imagePullPolicy: haproxy.imagePullPolicy ?? 'Always',
              ports: [3306, 3307, 3309, 33060, 33062].map(containerPort => ({
                containerPort,
              })),
              env: [
                {
                  name: 'PXC_SERVICE',
                  value: `${cluster.metadata.name}-pxc`,
                },
                fromUsersSecret(cluster, 'MONITOR_PASSWORD', 'monitor'),
              ],
              ...(haproxy.resources ? { resources: haproxy.resources } : {}),
            },
          ],
        },
      },
    },
  };
}

interface Expose {
  enabled?: boolean;
  type?: string;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
}

function exposedService(
  cluster: SandboxObject,
  name: string,
  workload: Workload,
  expose: Expose | undefined,
  servicePorts: unknown[],
): SandboxObject {
  const metadata = meta(cluster, name, workload);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...metadata,
      labels: { ...expose?.labels, ...metadata.labels },
      ...(expose?.annotations ? { annotations: expose.annotations } : {}),
    },
    spec: {
      type: expose?.type ?? 'ClusterIP',
      selector: workloadLabels(cluster, workload),
      ports: servicePorts,
    },
  };
}

const headless = (
  cluster: SandboxObject,
  name: string,
  publishNotReadyAddresses: boolean,
): SandboxObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(cluster, name, 'pxc'),
  spec: {
    clusterIP: 'None',
    publishNotReadyAddresses,
    selector: workloadLabels(cluster, 'pxc'),
    ports: [ports.mysql, ports.admin, ports.x],
  },
});

/** Services of the database nodes. */
export const pxcServices = (cluster: SandboxObject): SandboxObject[] => [
  headless(cluster, `${cluster.metadata.name}-pxc`, false),
  headless(cluster, `${cluster.metadata.name}-pxc-unready`, true),
];

/** Services of the proxies: first the one that writes go to. */
export function haproxyServices(cluster: SandboxObject): SandboxObject[] {
  const { haproxy } = cluster.spec;
  const name = `${cluster.metadata.name}-haproxy`;
  const replicasWanted = haproxy.exposeReplicas?.enabled !== false;
  return [
    exposedService(cluster, name, 'haproxy', haproxy.exposePrimary, [
      ports.mysql,
      ports.proxyProtocol,
      ports.admin,
      ports.x,
    ]),
    ...(replicasWanted
      ? [
          exposedService(
            cluster,
            `${name}-replicas`,
            'haproxy',
            haproxy.exposeReplicas,
            [ports.replicas],
          ),
        ]
      : []),
  ];
}
