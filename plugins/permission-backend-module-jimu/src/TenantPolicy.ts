import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
  PermissionCriteria,
  PermissionCondition,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
} from '@backstage/plugin-catalog-common/alpha';
import { clusterReadPermission } from '@jimu/plugin-clusters-common';
import {
  brokerAdminPermission,
  credentialsReadPermission,
  instanceBindPermission,
  instanceCreatePermission,
  instanceDeletePermission,
  instanceReadPermission,
  inTenantsDecision,
} from '@jimu/plugin-service-broker-common';
import {
  TenantRole,
  tenantReadPermission,
  tenantsWithRole,
} from '@jimu/plugin-tenants-common';
import { rolesFromGroups, Tenancy } from '@jimu/plugin-tenants-node';

/** Entities with this annotation belong to a tenant and are seen by its members only. */
export const TENANT_ANNOTATION = 'jimu.dev/tenant';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** What a permission on instances asks of a person, and what platform people get without a role in the tenant. */
const instanceRights: {
  permission: typeof instanceReadPermission;
  role: TenantRole;
  platformAdmin: boolean;
  auditor: boolean;
}[] = [
  {
    permission: instanceReadPermission,
    role: 'viewer',
    platformAdmin: true,
    auditor: true,
  },
  {
    permission: instanceCreatePermission,
    role: 'developer',
    platformAdmin: false,
    auditor: false,
  },
  {
    permission: instanceBindPermission,
    role: 'developer',
    platformAdmin: false,
    auditor: false,
  },
  {
    permission: instanceDeletePermission,
    role: 'developer',
    platformAdmin: true,
    auditor: false,
  },
  // A tenant's passwords are the tenant's: running the platform is no reason to read them here.
  {
    permission: credentialsReadPermission,
    role: 'developer',
    platformAdmin: false,
    auditor: false,
  },
];

/** The one policy: every decision follows from groups of the user center, by way of tenant roles. */
export class TenantPolicy implements PermissionPolicy {
  constructor(private readonly tenancy: Tenancy) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const groups = user.info.ownershipEntityRefs;
    const { platformAdmin, auditor } = rolesFromGroups(this.tenancy, groups);

    const right = instanceRights.find(r =>
      isPermission(permission, r.permission),
    );
    if (right) {
      if (
        (platformAdmin && right.platformAdmin) ||
        (auditor && right.auditor)
      ) {
        return ALLOW;
      }
      return inTenantsDecision(
        right.permission,
        tenantsWithRole(this.tenancy.tenants, groups, right.role),
      );
    }
    if (isPermission(permission, tenantReadPermission)) return ALLOW;
    if (
      isPermission(permission, clusterReadPermission) ||
      isPermission(permission, brokerAdminPermission)
    ) {
      return platformAdmin || auditor ? ALLOW : DENY;
    }
    if (
      isPermission(permission, catalogEntityReadPermission) ||
      isPermission(permission, catalogEntityRefreshPermission)
    ) {
      return platformAdmin || auditor
        ? ALLOW
        : visibleEntities(
            tenantsWithRole(this.tenancy.tenants, groups, 'viewer'),
          );
    }
    return platformAdmin ? ALLOW : DENY;
  }
}

/** Entities of no tenant, and those of the viewer's tenants. */
function visibleEntities(tenants: string[]): PolicyDecision {
  const annotated = (value?: string): PermissionCondition => ({
    rule: 'HAS_ANNOTATION',
    resourceType: 'catalog-entity',
    params: { annotation: TENANT_ANNOTATION, ...(value && { value }) },
  });
  const anyOf: [
    PermissionCriteria<PermissionCondition>,
    ...PermissionCriteria<PermissionCondition>[],
  ] = [{ not: annotated() }, ...tenants.map(tenant => annotated(tenant))];
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'catalog',
    resourceType: 'catalog-entity',
    conditions: { anyOf },
  };
}
