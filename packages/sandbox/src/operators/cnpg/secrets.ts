import type { SandboxApi, SandboxObject } from '../../types';
import { createAuthority, issueCertificate } from '../runtime/certificates';
import { applyOwned } from '../runtime/children';
import { ownedBy, randomPassword, secretData } from '../runtime/objects';
import { POSTGRES_PORT } from './manifests';
import {
  CLUSTER_LABEL,
  COMPONENT,
  RELOAD_LABEL,
  appSecretName,
  bootstrapOf,
  superuserSecretName,
} from './names';

const secret = (
  cluster: SandboxObject,
  name: string,
  type: string,
  labels: Record<string, string> = {},
): SandboxObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    namespace: cluster.metadata.namespace,
    labels: { [CLUSTER_LABEL]: cluster.metadata.name, ...labels },
    ownerReferences: ownedBy(cluster),
  },
  type,
});

/** Everything that a client may want to know to log in. */
function loginData(
  cluster: SandboxObject,
  user: string,
  database: string,
): Record<string, string> {
  const { name, namespace } = cluster.metadata;
  const password = randomPassword(64);
  const host = `${name}-rw`;
  const fqdn = `${host}.${namespace}.svc.cluster.local`;
  const short = `${host}.${namespace}`;
  const port = POSTGRES_PORT;
  const uri = (at: string) =>
    `postgresql://${user}:${password}@${at}:${port}/${database}`;
  const jdbc = (at: string) =>
    `jdbc:postgresql://${at}:${port}/${database}?password=${password}&user=${user}`;
  return {
    username: user,
    user,
    password,
    dbname: database,
    host,
    port: String(port),
    uri: uri(short),
    'fqdn-uri': uri(fqdn),
    'jdbc-uri': jdbc(short),
    'fqdn-jdbc-uri': jdbc(fqdn),
    pgpass: `${host}:${port}:${database}:${user}:${password}\n`,
  };
}

const exists = (api: SandboxApi, cluster: SandboxObject, name: string) =>
  api.get({
    apiVersion: 'v1',
    kind: 'Secret',
    name,
    namespace: cluster.metadata.namespace,
  }) !== undefined;

/** Makes the Secrets of a cluster that are missing: logins, and certificates. */
export async function ensureSecrets(
  api: SandboxApi,
  cluster: SandboxObject,
): Promise<void> {
  const { database, owner, secret: given } = bootstrapOf(cluster);
  const login = (name: string, user: string, db: string) => {
    if (exists(api, cluster, name)) return;
    applyOwned(
      api,
      {
        ...secret(cluster, name, 'kubernetes.io/basic-auth', {
          [RELOAD_LABEL]: 'true',
        }),
        data: secretData(loginData(cluster, user, db)),
      },
      COMPONENT,
    );
  };
  if (!given) login(appSecretName(cluster), owner, database);
  if (cluster.spec.enableSuperuserAccess && !cluster.spec.superuserSecret) {
    login(superuserSecretName(cluster), 'postgres', '*');
  }
  await ensureCertificates(api, cluster);
}

async function ensureCertificates(
  api: SandboxApi,
  cluster: SandboxObject,
): Promise<void> {
  const { name, namespace } = cluster.metadata;
  if (
    ['ca', 'server', 'replication'].every(each =>
      exists(api, cluster, `${name}-${each}`),
    )
  ) {
    return;
  }
  const days = 90;
  const authority = await createAuthority({
    commonName: name,
    organization: String(namespace),
    days,
  });
  const put = (suffix: string, type: string, data: Record<string, string>) =>
    applyOwned(
      api,
      { ...secret(cluster, `${name}-${suffix}`, type), data: secretData(data) },
      COMPONENT,
    );
  put('ca', 'Opaque', {
    'ca.crt': authority.certificate,
    'ca.key': authority.key,
  });
  const dnsNames = ['rw', 'ro', 'r'].flatMap(each => [
    `${name}-${each}`,
    `${name}-${each}.${namespace}.svc`,
  ]);
  const server = await issueCertificate(authority, {
    commonName: `${name}-rw`,
    dnsNames,
    days,
  });
  put('server', 'kubernetes.io/tls', {
    'tls.crt': server.certificate,
    'tls.key': server.key,
  });
  const replication = await issueCertificate(authority, {
    commonName: 'streaming_replica',
    days,
  });
  put('replication', 'kubernetes.io/tls', {
    'tls.crt': replication.certificate,
    'tls.key': replication.key,
  });
}
