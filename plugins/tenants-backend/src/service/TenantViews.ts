import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Environment, TenantView } from '@jimu/plugin-tenants-common';
import type { TenantsService } from '@jimu/plugin-tenants-node';

/** What one viewer may know of tenants and environments. */
export interface TenantViews {
  /** The viewer's own tenants with the role in each; for platform admins and auditors all tenants. */
  tenants(credentials: BackstageCredentials): Promise<TenantView[]>;
  environments(): Promise<Environment[]>;
}

/** Filters by the roles that the viewer's groups give. */
export class DefaultTenantViews implements TenantViews {
  constructor(private readonly directory: TenantsService) {}

  async tenants(credentials: BackstageCredentials): Promise<TenantView[]> {
    const { roles, platformAdmin, auditor } = await this.directory.rolesOf(
      credentials,
    );
    const all = await this.directory.tenants();
    return all
      .filter(tenant => platformAdmin || auditor || roles[tenant.name])
      .map(tenant => ({ ...tenant, role: roles[tenant.name] }));
  }

  environments(): Promise<Environment[]> {
    return this.directory.environments();
  }
}
