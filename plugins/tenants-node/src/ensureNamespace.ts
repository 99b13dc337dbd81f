import { ConflictError } from '@backstage/errors';
import type { ClusterClient } from '@jimu/plugin-clusters-node';

/** Labels by which a namespace is known to be a tenant's. */
export const TENANT_LABEL = 'jimu.dev/tenant';
export const ENVIRONMENT_LABEL = 'jimu.dev/environment';
/** `apps` or `services`. */
export const PURPOSE_LABEL = 'jimu.dev/purpose';

/**
 * Applies one of a tenant's namespaces. A namespace that exists without our labels is somebody else's: taking it over
 * would hand its contents to the tenant, so that is refused.
 */
export async function ensureNamespace(
  client: ClusterClient,
  name: string,
  purpose: 'apps' | 'services',
  owner: { tenant: string; environment: string },
): Promise<void> {
  const labels = {
    'app.kubernetes.io/managed-by': 'jimu',
    [TENANT_LABEL]: owner.tenant,
    [ENVIRONMENT_LABEL]: owner.environment,
    [PURPOSE_LABEL]: purpose,
    // Operators' pods are not ours to harden, but none of them needs the host.
    'pod-security.kubernetes.io/enforce': 'baseline',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  const existing = await client.get({
    apiVersion: 'v1',
    kind: 'Namespace',
    name,
  });
  if (existing) {
    const has = existing.metadata.labels ?? {};
    if (
      has[TENANT_LABEL] !== owner.tenant ||
      has[ENVIRONMENT_LABEL] !== owner.environment
    ) {
      throw new ConflictError(
        `Namespace "${name}" on cluster "${client.cluster}" exists and is not labelled as tenant "${owner.tenant}" in "${owner.environment}"; a platform admin must label it or remove it`,
      );
    }
    if (existing.metadata.deletionTimestamp) {
      throw new ConflictError(
        `Namespace "${name}" on cluster "${client.cluster}" is being deleted; it is made anew once it is gone`,
      );
    }
    if (Object.entries(labels).every(([key, value]) => has[key] === value)) {
      return;
    }
  }
  await client.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  });
}
