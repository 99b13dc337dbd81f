/** What a member may do in a tenant; each role includes the ones after it. */
export type TenantRole = 'owner' | 'developer' | 'viewer';

/** A text in the languages that Jimu speaks. */
export interface LocalizedText {
  en: string;
  zh: string;
}

/** Which group of the user center has which role. Group refs as in the catalog: `group:default/payments`. */
export interface RoleMapping {
  role: TenantRole;
  group: string;
}

/** A team's space on the platform. */
export interface Tenant {
  /** DNS label, at most 20 characters: prefix of the tenant's namespaces. Never changes. */
  name: string;
  /** Display name, Chinese or English. */
  title: string;
  /** The group that the tenant belongs to; it owns the tenant's entities in the catalog. */
  owner: string;
  roles: RoleMapping[];
  /** Names of the environments the tenant has. */
  environments: string[];
}

/** How instances can be reached from outside their cluster. */
export type ServiceExposure = 'none' | 'nodePort' | 'loadBalancer';

/** A place to run things: a cluster plus rules. */
export interface Environment {
  /** DNS label, at most 12 characters: `dev`, `prod`. */
  name: string;
  title: LocalizedText;
  /** Name of a configured cluster. */
  cluster: string;
  /** Production rules apply: deletion protection, confirmation texts. */
  production: boolean;
  /** How instances are exposed outside the cluster. */
  exposure: ServiceExposure;
  /** What happens to an instance's volumes and Secrets when it is deleted. */
  deletionPolicy: 'delete' | 'retain';
}

/** A tenant in an environment, resolved to where its things live. */
export interface TenantEnvironment {
  tenant: Tenant;
  environment: Environment;
  /** Namespace of the tenant's apps: `<tenant>-<env>`. */
  appNamespace: string;
  /** Namespace of the tenant's middleware: `<tenant>-<env>-svc`. */
  serviceNamespace: string;
}

/** A tenant as one viewer sees it; what `GET /api/tenants/tenants` answers. */
export interface TenantView extends Tenant {
  /** The viewer's strongest role; undefined for platform people who see it by office. */
  role?: TenantRole;
}
