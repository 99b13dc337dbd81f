import {
  BackstageCredentials,
  BackstageUserInfo,
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { clustersServiceRef } from '@jimu/plugin-clusters-node';
import type {
  Environment,
  Tenant,
  TenantEnvironment,
  TenantRole,
} from '@jimu/plugin-tenants-common';
import { roleInTenant, tenantNamespaces } from '@jimu/plugin-tenants-common';
import { ensureNamespace } from './ensureNamespace';
import { readTenancy, Tenancy } from './readTenancy';

/** What a person may do, as far as tenants are concerned. */
export interface PersonRoles {
  platformAdmin: boolean;
  auditor: boolean;
  /** Strongest role by tenant name; tenants without a role are left out. */
  roles: Record<string, TenantRole>;
}

/** Tenants and environments for back-end plugins. */
export interface TenantsService {
  tenants(): Promise<Tenant[]>;
  environments(): Promise<Environment[]>;
  /** Undefined when the tenant or the environment does not exist, or the tenant is not in that environment. */
  resolve(
    tenant: string,
    environment: string,
  ): Promise<TenantEnvironment | undefined>;
  /** A service principal is no person and has no roles; its rights are the permission framework's business. */
  rolesOf(credentials: BackstageCredentials): Promise<PersonRoles>;
  /**
   * Makes or repairs the tenant's namespaces in that environment. Idempotent.
   *
   * @throws NotFoundError for an unknown pair, ConflictError when a namespace of that name belongs to somebody else,
   * ClusterError when the cluster refuses or does not answer
   */
  ensureNamespaces(
    tenant: string,
    environment: string,
  ): Promise<TenantEnvironment>;
}

interface UserInfoReader {
  getUserInfo(credentials: BackstageCredentials): Promise<BackstageUserInfo>;
}

/** Answers from the tenancy that config describes. */
export class ConfiguredTenants implements TenantsService {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly userInfo: UserInfoReader,
    private readonly clusters: typeof clustersServiceRef.T,
  ) {}

  async tenants(): Promise<Tenant[]> {
    return this.tenancy.tenants;
  }

  async environments(): Promise<Environment[]> {
    return this.tenancy.environments;
  }

  async resolve(
    tenantName: string,
    environmentName: string,
  ): Promise<TenantEnvironment | undefined> {
    const tenant = this.tenancy.tenants.find(t => t.name === tenantName);
    const environment = this.tenancy.environments.find(
      e => e.name === environmentName,
    );
    if (!tenant || !environment) return undefined;
    if (!tenant.environments.includes(environmentName)) return undefined;
    const namespaces = tenantNamespaces(tenantName, environmentName);
    return {
      tenant,
      environment,
      appNamespace: namespaces.apps,
      serviceNamespace: namespaces.services,
    };
  }

  async rolesOf(credentials: BackstageCredentials): Promise<PersonRoles> {
    const principal = credentials.principal as { type?: string };
    if (principal.type !== 'user') {
      return { platformAdmin: false, auditor: false, roles: {} };
    }
    const info = await this.userInfo.getUserInfo(credentials);
    return rolesFromGroups(this.tenancy, info.ownershipEntityRefs);
  }

  async ensureNamespaces(
    tenant: string,
    environment: string,
  ): Promise<TenantEnvironment> {
    const place = await this.resolve(tenant, environment);
    if (!place) {
      throw new NotFoundError(
        `Tenant "${tenant}" has no environment "${environment}"`,
      );
    }
    const client = this.clusters.client(place.environment.cluster);
    const names = { tenant, environment };
    await ensureNamespace(client, place.appNamespace, 'apps', names);
    await ensureNamespace(client, place.serviceNamespace, 'services', names);
    return place;
  }
}

/** Roles that membership of these groups gives; pure. */
export function rolesFromGroups(
  tenancy: Tenancy,
  groups: readonly string[],
): PersonRoles {
  const roles: Record<string, TenantRole> = {};
  for (const tenant of tenancy.tenants) {
    const role = roleInTenant(tenant, groups);
    if (role) roles[tenant.name] = role;
  }
  return {
    platformAdmin: tenancy.adminGroups.some(group => groups.includes(group)),
    auditor: tenancy.auditorGroups.some(group => groups.includes(group)),
    roles,
  };
}

/** Reference to the {@link TenantsService}. */
export const tenantsServiceRef = createServiceRef<TenantsService>({
  id: 'jimu.tenants',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
        clusters: clustersServiceRef,
      },
      async createRootContext({ config }) {
        return readTenancy(config);
      },
      async factory({ userInfo, clusters }, tenancy) {
        return new ConfiguredTenants(tenancy, userInfo, clusters);
      },
    }),
});
