import { createPermission } from '@backstage/plugin-permission-common';

/** List tenants and environments; everybody gets the own ones, platform admins and auditors all. */
export const tenantReadPermission = createPermission({
  name: 'tenants.tenant.read',
  attributes: { action: 'read' },
});

export const tenantsPermissions = [tenantReadPermission];
