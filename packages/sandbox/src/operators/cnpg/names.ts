import type { SandboxObject } from '../../types';

export const CNPG_API = 'postgresql.cnpg.io/v1';
export const CLUSTER = { apiVersion: CNPG_API, kind: 'Cluster' } as const;
export const ROLE = { apiVersion: CNPG_API, kind: 'DatabaseRole' } as const;
export const DATABASE = { apiVersion: CNPG_API, kind: 'Database' } as const;
export const BACKUP = { apiVersion: CNPG_API, kind: 'Backup' } as const;

/** Whose events and fields these are. */
export const COMPONENT = 'cloudnative-pg';
export const OPERATOR_VERSION = '1.30.0';

export const CLUSTER_LABEL = 'cnpg.io/cluster';
export const INSTANCE_LABEL = 'cnpg.io/instanceName';
export const RELOAD_LABEL = 'cnpg.io/reload';
export const RESTART_ANNOTATION = 'kubectl.kubernetes.io/restartedAt';
export const HIBERNATION = 'cnpg.io/hibernation';
/** On a pod: the spec that it was made with. */
export const POD_SPEC_ANNOTATION = 'cnpg.io/podSpec';

const DEFAULT_IMAGE = 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie';

export const imageOf = (cluster: SandboxObject): string =>
  cluster.spec.imageName ?? DEFAULT_IMAGE;

/** Database and owner that a new cluster begins with. */
export function bootstrapOf(cluster: SandboxObject) {
  const {
    initdb,
    recovery,
    pg_basebackup: copy,
  } = cluster.spec.bootstrap ?? {};
  const chosen = initdb ?? recovery ?? copy ?? {};
  return {
    database: (chosen.database ?? 'app') as string,
    owner: (chosen.owner ?? chosen.database ?? 'app') as string,
    secret: chosen.secret?.name as string | undefined,
  };
}

/** Statements that run once in a new cluster, by database. */
export function postInitSql(
  cluster: SandboxObject,
): { database: string; statements: string[] }[] {
  const { initdb } = cluster.spec.bootstrap ?? {};
  return [
    { database: 'postgres', statements: initdb?.postInitSQL ?? [] },
    { database: 'template1', statements: initdb?.postInitTemplateSQL ?? [] },
    {
      database: bootstrapOf(cluster).database,
      statements: initdb?.postInitApplicationSQL ?? [],
    },
  ].filter(({ statements }) => statements.length > 0);
}

/** Secret with the owner's login. */
export const appSecretName = (cluster: SandboxObject) =>
  bootstrapOf(cluster).secret ?? `${cluster.metadata.name}-app`;

export const superuserSecretName = (cluster: SandboxObject): string =>
  cluster.spec.superuserSecret?.name ?? `${cluster.metadata.name}-superuser`;

export const isHibernated = (cluster: SandboxObject) =>
  cluster.metadata.annotations?.[HIBERNATION] === 'on';

/** Phases of a cluster: sentences of the operator. */
export const phases = {
  firstPrimary: 'Setting up primary',
  creatingReplica: 'Creating a new replica',
  waiting: 'Waiting for the instances to become active',
  upgrading: 'Upgrading cluster',
  majorUpgrade: 'Upgrading Postgres major version',
  primaryRestart: 'Primary instance is being restarted without a switchover',
  healthy: 'Cluster in healthy state',
} as const;
