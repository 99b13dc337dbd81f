import type { SandboxObject } from '../../types';
import { ownedBy, ordinalOf } from '../runtime/objects';
import {
  CLUSTER_LABEL,
  INSTANCE_LABEL,
  POD_SPEC_ANNOTATION,
  RESTART_ANNOTATION,
  imageOf,
} from './names';

export const POSTGRES_PORT = 5432;

const meta = (
  cluster: SandboxObject,
  name: string,
  labels: Record<string, string> = {},
) => ({
  name,
  namespace: cluster.metadata.namespace,
  labels: {
    ...cluster.spec.inheritedMetadata?.labels,
    [CLUSTER_LABEL]: cluster.metadata.name,
    ...labels,
  },
  ownerReferences: ownedBy(cluster),
});

const selectors = {
  rw: { 'cnpg.io/instanceRole': 'primary' },
  ro: { 'cnpg.io/instanceRole': 'replica' },
  r: { 'cnpg.io/podRole': 'instance' },
};

export type SelectorType = keyof typeof selectors;

const port = {
  name: 'postgres',
  port: POSTGRES_PORT,
  targetPort: POSTGRES_PORT,
  protocol: 'TCP',
};

/** Labels of the pods that a kind of Service leads to. */
export const serviceSelector = (
  cluster: SandboxObject,
  type: SelectorType,
) => ({
  [CLUSTER_LABEL]: cluster.metadata.name,
  ...selectors[type],
});

/** An entry of `spec.managed.services.additional`. */
export interface AdditionalService {
  selectorType: SelectorType;
  serviceTemplate: {
    metadata?: {
      name?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    };
    spec?: Record<string, any>;
  };
}

const additionalServices = (cluster: SandboxObject): AdditionalService[] =>
  cluster.spec.managed?.services?.additional ?? [];

/** The Services `-rw`, `-ro`, `-r` (unless disabled) and those that the spec adds. */
export function clusterServices(cluster: SandboxObject): SandboxObject[] {
  const disabled: string[] =
    cluster.spec.managed?.services?.disabledDefaultServices ?? [];
  const own = (['rw', 'ro', 'r'] as const)
    .filter(type => type === 'rw' || !disabled.includes(type))
    .map(type => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta(cluster, `${cluster.metadata.name}-${type}`),
      spec: {
        type: 'ClusterIP',
        selector: serviceSelector(cluster, type),
        ports: [port],
      },
    }));
  const added = additionalServices(cluster).map(
    ({ selectorType, serviceTemplate: { metadata, spec } }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...meta(cluster, metadata?.name ?? '', {
          ...metadata?.labels,
          'cnpg.io/isManaged': 'true',
        }),
        ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
      },
      spec: {
        ...spec,
        selector: serviceSelector(cluster, selectorType),
        ports: spec?.ports?.length ? spec.ports : [port],
      },
    }),
  );
  return [...own, ...added];
}

/** Volume claim of an instance. */
export function instanceClaim(
  cluster: SandboxObject,
  name: string,
): SandboxObject {
  const { storage } = cluster.spec;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...meta(cluster, name, {
        [INSTANCE_LABEL]: name,
        'cnpg.io/pvcRole': 'PG_DATA',
      }),
      annotations: {
        'cnpg.io/nodeSerial': String(ordinalOf(name)),
        'cnpg.io/pvcStatus': 'ready',
      },
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...storage.pvcTemplate,
      ...(storage.storageClass
        ? { storageClassName: storage.storageClass }
        : {}),
      resources: storage.size
        ? { requests: { storage: storage.size } }
        : storage.pvcTemplate?.resources,
    },
  };
}

/** Spec of the instances' pods, without what differs between them. */
export function instancePodSpec(
  cluster: SandboxObject,
  extra: Record<string, unknown>,
) {
  return {
    ...extra,
    containers: [
      {
        name: 'postgres',
        image: imageOf(cluster),
        imagePullPolicy: cluster.spec.imagePullPolicy ?? 'IfNotPresent',
        command: ['/controller/manager', 'instance', 'run'],
        env: [
          { name: 'CLUSTER_NAME', value: cluster.metadata.name },
          { name: 'NAMESPACE', value: cluster.metadata.namespace },
          { name: 'PGPORT', value: String(POSTGRES_PORT) },
        ],
        ports: [
          { name: 'postgresql', containerPort: POSTGRES_PORT },
          { name: 'metrics', containerPort: 9187 },
          { name: 'status', containerPort: 8000 },
        ],
        resources: cluster.spec.resources ?? {},
        volumeMounts: [
          { name: 'pgdata', mountPath: '/var/lib/postgresql/data' },
        ],
      },
    ],
    terminationGracePeriodSeconds: cluster.spec.stopDelay ?? 1800,
  };
}

/** Pod of an instance. `annotations`: what the sandbox adds. */
export function instancePod(
  cluster: SandboxObject,
  name: string,
  isPrimary: boolean,
  podSpec: ReturnType<typeof instancePodSpec>,
  annotations: Record<string, string>,
): SandboxObject {
  const role = isPrimary ? 'primary' : 'replica';
  const restartedAt = cluster.metadata.annotations?.[RESTART_ANNOTATION];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta(cluster, name, {
        [INSTANCE_LABEL]: name,
        'cnpg.io/podRole': 'instance',
        'cnpg.io/instanceRole': role,
        role,
      }),
      annotations: {
        ...cluster.spec.inheritedMetadata?.annotations,
        ...annotations,
        'cnpg.io/nodeSerial': String(ordinalOf(name)),
        [POD_SPEC_ANNOTATION]: JSON.stringify(podSpec),
        ...(restartedAt ? { [RESTART_ANNOTATION]: restartedAt } : {}),
      },
    },
    spec: {
      ...podSpec,
      hostname: name,
      volumes: [{ name: 'pgdata', persistentVolumeClaim: { claimName: name } }],
    },
  };
}
