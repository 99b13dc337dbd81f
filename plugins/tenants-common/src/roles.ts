import type { Tenant, TenantRole } from './types';

/** Strongest first; a role may do all that the later ones may. */
export const TENANT_ROLES: readonly TenantRole[] = [
  'owner',
  'developer',
  'viewer',
];

/** True when `role` may do what `needed` may do. */
export function roleCovers(
  role: TenantRole | undefined,
  needed: TenantRole,
): boolean {
  if (!role) return false;
  return TENANT_ROLES.indexOf(role) <= TENANT_ROLES.indexOf(needed);
}

/** The strongest role that membership of these groups gives in a tenant. */
export function roleInTenant(
  tenant: Tenant,
  groups: readonly string[],
): TenantRole | undefined {
  const member = new Set(groups);
  return TENANT_ROLES.find(role =>
    tenant.roles.some(
      mapping => mapping.role === role && member.has(mapping.group),
    ),
  );
}

/** Names of the tenants in which these groups have at least the role. */
export function tenantsWithRole(
  tenants: readonly Tenant[],
  groups: readonly string[],
  needed: TenantRole,
): string[] {
  return tenants
    .filter(tenant => roleCovers(roleInTenant(tenant, groups), needed))
    .map(tenant => tenant.name);
}
