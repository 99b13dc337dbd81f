import type { Entity } from '@backstage/catalog-model';
import type { InstanceSummary } from '@jimu/plugin-service-broker-common';
import type { Environment, Tenant } from '@jimu/plugin-tenants-common';

/** Marks an entity as a tenant's: the permission policy shows it to members only. */
export const TENANT_ANNOTATION = 'jimu.dev/tenant';
export const INSTANCE_ANNOTATION = 'jimu.dev/instance-id';
export const ENVIRONMENT_ANNOTATION = 'jimu.dev/environment';

const LOCATION = 'jimu:portal';

const located = (tenant: string) => ({
  'backstage.io/managed-by-location': LOCATION,
  'backstage.io/managed-by-origin-location': LOCATION,
  [TENANT_ANNOTATION]: tenant,
});

/** A tenant is a Domain, and a System in each of its environments. */
export function tenantEntities(
  tenant: Tenant,
  environments: Environment[],
): Entity[] {
  const domain: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Domain',
    metadata: {
      name: tenant.name,
      title: tenant.title,
      annotations: located(tenant.name),
    },
    spec: { owner: tenant.owner, type: 'tenant' },
  };
  const systems = environments
    .filter(environment => tenant.environments.includes(environment.name))
    .map(
      (environment): Entity => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'System',
        metadata: {
          name: systemName(tenant.name, environment.name),
          title: `${tenant.title} · ${environment.name}`,
          annotations: {
            ...located(tenant.name),
            [ENVIRONMENT_ANNOTATION]: environment.name,
          },
        },
        spec: { owner: tenant.owner, domain: tenant.name, type: 'environment' },
      }),
    );
  return [domain, ...systems];
}

/** An instance is a Resource owned by the tenant's group; its page in the portal is its link. */
export function instanceEntity(
  instance: InstanceSummary,
  tenant: Tenant,
  portalUrl: string,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: instanceEntityName(instance),
      title: instance.name,
      description: `${instance.offeringTitle} · ${instance.plan}`,
      annotations: {
        ...located(instance.tenant),
        [ENVIRONMENT_ANNOTATION]: instance.environment,
        [INSTANCE_ANNOTATION]: instance.id,
      },
      labels: { 'jimu.dev/offering': instance.offering },
      tags: [instance.offering, instance.environment],
      links: [
        {
          url: `${portalUrl.replace(/\/$/, '')}/instances/${instance.id}`,
          title: instance.name,
        },
      ],
    },
    spec: {
      type: instance.offering,
      owner: tenant.owner,
      system: systemName(instance.tenant, instance.environment),
      lifecycle: instance.phase,
    },
  };
}

/** Unique over all tenants, environments and time: the cluster name carries a part of the instance id. */
export function instanceEntityName(instance: InstanceSummary): string {
  const name = `${instance.tenant}-${instance.environment}-${instance.resourceName}`;
  return name.length <= 63 ? name : instance.resourceName;
}

function systemName(tenant: string, environment: string): string {
  return `${tenant}-${environment}`;
}
