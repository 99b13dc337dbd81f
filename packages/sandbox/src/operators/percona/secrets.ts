import type { SandboxApi, SandboxObject } from '../../types';
import { createAuthority, issueCertificate } from '../runtime/certificates';
import { ensureSecretKeys } from '../runtime/children';
import { ownedBy, randomPassword, secretData } from '../runtime/objects';
import { COMPONENT, secretNames } from './names';

const systemUsers = [
  'root',
  'xtrabackup',
  'monitor',
  'proxyadmin',
  'operator',
  'replication',
];

/** Users of the operator's own; nobody may order an account with such a name. */
export const reservedUsers = new Set([...systemUsers, 'clustercheck', 'mysql']);

const secret = (
  cluster: SandboxObject,
  name: string,
  type = 'Opaque',
): SandboxObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: cluster.metadata.namespace },
  type,
});

/**
 * Makes the cluster's Secrets, and the keys that are missing in those made beforehand. They are not owned by the cluster: its
 * finalizers decide what becomes of them. Answers the one with the system users.
 */
export async function ensureSecrets(
  api: SandboxApi,
  cluster: SandboxObject,
): Promise<SandboxObject> {
  const names = secretNames(cluster);
  const users = ensureSecretKeys(
    api,
    secret(cluster, names.users),
    Object.fromEntries(
      systemUsers.map(user => [user, () => randomPassword(20)]),
    ),
    COMPONENT,
  );
  api.apply(
    {
      ...secret(cluster, names.internal),
      data: Object.fromEntries(
        systemUsers.map(user => [user, users.data[user]]),
      ),
    },
    COMPONENT,
  );
  if (cluster.spec.tls?.enabled !== false) {
    await ensureCertificates(api, cluster, [names.ssl, names.sslInternal]);
  }
  return users;
}

async function ensureCertificates(
  api: SandboxApi,
  cluster: SandboxObject,
  names: string[],
): Promise<void> {
  const { name, namespace } = cluster.metadata;
  const missing = names.filter(
    each =>
      !api.get({ apiVersion: 'v1', kind: 'Secret', name: each, namespace }),
  );
  if (missing.length === 0) return;
  const authority = await createAuthority({
    commonName: `${name}-ca`,
    organization: 'PXC',
    days: 3650,
  });
  for (const each of missing) {
    const { certificate, key } = await issueCertificate(authority, {
      commonName: `${name}-pxc`,
      organization: 'PXC',
      dnsNames: [
        `${name}-pxc`,
        `*.${name}-pxc`,
        `${name}-haproxy`,
        `${name}-haproxy-replicas.${namespace}.svc.cluster.local`,
        `${name}-haproxy.${namespace}.svc.cluster.local`,
      ],
      days: 3650,
    });
    api.apply(
      {
        ...secret(cluster, each, 'kubernetes.io/tls'),
        data: secretData({
          'ca.crt': authority.certificate,
          'tls.crt': certificate,
          'tls.key': key,
        }),
      },
      COMPONENT,
    );
  }
}

/** Password of a user for whom no Secret is named: made once and kept in a Secret of the cluster's own. */
export function ensureCustomUserPassword(
  api: SandboxApi,
  cluster: SandboxObject,
  user: string,
): SandboxObject {
  const object = secret(cluster, secretNames(cluster).customUsers);
  return ensureSecretKeys(
    api,
    {
      ...object,
      metadata: { ...object.metadata, ownerReferences: ownedBy(cluster) },
    },
    { [user]: () => randomPassword(20) },
    COMPONENT,
  );
}
