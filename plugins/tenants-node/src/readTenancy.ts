import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  Environment,
  RoleMapping,
  ServiceExposure,
  Tenant,
  TenantRole,
} from '@jimu/plugin-tenants-common';
import { TENANT_ROLES } from '@jimu/plugin-tenants-common';

/** Everything that config says about tenants, environments and platform people. */
export interface Tenancy {
  tenants: Tenant[];
  environments: Environment[];
  /** Groups whose members are platform admins. */
  adminGroups: string[];
  /** Groups whose members may see everything and change nothing. */
  auditorGroups: string[];
}

const EXPOSURES: readonly ServiceExposure[] = [
  'none',
  'nodePort',
  'loadBalancer',
];
const DELETION_POLICIES = ['delete', 'retain'] as const;
const DNS_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const GROUP_REF = /^group:[^/:\s]+\/[^/:\s]+$/;

/**
 * Reads and checks `jimu.environments`, `jimu.tenants` and `jimu.platform`.
 *
 * @throws InputError that names the key at fault and what it may be
 */
export function readTenancy(config: Config): Tenancy {
  const environments = (
    config.getOptionalConfigArray('jimu.environments') ?? []
  ).map((entry, index) =>
    readEnvironment(entry, `jimu.environments[${index}]`),
  );
  requireUnique(environments, 'jimu.environments');

  const known = new Set(environments.map(environment => environment.name));
  const tenants = (config.getOptionalConfigArray('jimu.tenants') ?? []).map(
    (entry, index) => readTenant(entry, `jimu.tenants[${index}]`, known),
  );
  requireUnique(tenants, 'jimu.tenants');
  requireDistinctNamespaces(tenants);

  return {
    tenants,
    environments,
    adminGroups: readGroups(config, 'jimu.platform.adminGroups'),
    auditorGroups: readGroups(config, 'jimu.platform.auditorGroups'),
  };
}

function readEnvironment(entry: Config, path: string): Environment {
  const name = readName(entry, path, 12);
  return {
    name,
    title: {
      en: entry.getOptionalString('title.en') ?? name,
      zh: entry.getOptionalString('title.zh') ?? name,
    },
    cluster: entry.getString('cluster'),
    production: entry.getOptionalBoolean('production') ?? false,
    exposure: readOneOf(entry, 'exposure', path, EXPOSURES, 'none'),
    deletionPolicy: readOneOf(
      entry,
      'deletionPolicy',
      path,
      DELETION_POLICIES,
      'delete',
    ),
  };
}

function readTenant(
  entry: Config,
  path: string,
  environments: ReadonlySet<string>,
): Tenant {
  const name = readName(entry, path, 20);
  const wanted = entry.getOptionalStringArray('environments') ?? [
    ...environments,
  ];
  const missing = wanted.find(environment => !environments.has(environment));
  if (missing !== undefined) {
    throw new InputError(
      `${path}.environments: "${missing}" is not among jimu.environments (${[
        ...environments,
      ].join(', ')})`,
    );
  }
  return {
    name,
    title: entry.getOptionalString('title') ?? name,
    owner: checkGroup(entry.getString('owner'), `${path}.owner`),
    environments: wanted,
    roles: TENANT_ROLES.flatMap(role => readRole(entry, path, role)),
  };
}

function readRole(
  entry: Config,
  path: string,
  role: TenantRole,
): RoleMapping[] {
  return (entry.getOptionalStringArray(`roles.${role}`) ?? []).map(group => ({
    role,
    group: checkGroup(group, `${path}.roles.${role}`),
  }));
}

function readGroups(config: Config, key: string): string[] {
  return (config.getOptionalStringArray(key) ?? []).map(group =>
    checkGroup(group, key),
  );
}

function checkGroup(group: string, path: string): string {
  if (!GROUP_REF.test(group)) {
    throw new InputError(
      `${path}: "${group}" is not a group; write it as in the catalog, for example group:default/payments`,
    );
  }
  return group.toLocaleLowerCase('en-US');
}

function readName(entry: Config, path: string, maxLength: number): string {
  const name = entry.getString('name');
  if (!DNS_LABEL.test(name) || name.length > maxLength) {
    throw new InputError(
      `${path}.name: "${name}" must begin with a letter, hold a-z, 0-9 and "-" only, and have at most ${maxLength} characters`,
    );
  }
  return name;
}

function readOneOf<T extends string>(
  entry: Config,
  key: string,
  path: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = entry.getOptionalString(key) ?? fallback;
  const match = allowed.find(candidate => candidate === value);
  if (!match) {
    throw new InputError(
      `${path}.${key}: "${value}" must be one of ${allowed.join(', ')}`,
    );
  }
  return match;
}

function requireUnique(items: { name: string }[], path: string) {
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name)) throw new InputError(`${path}: "${name}" occurs twice`);
    seen.add(name);
  }
}

/** Tenant `a` in `b-dev` and tenant `a-b` in `dev` would share the namespace `a-b-dev`. */
function requireDistinctNamespaces(tenants: Tenant[]) {
  const owner = new Map<string, string>();
  for (const tenant of tenants) {
    for (const environment of tenant.environments) {
      for (const suffix of ['', '-svc']) {
        const namespace = `${tenant.name}-${environment}${suffix}`;
        const other = owner.get(namespace);
        if (other) {
          throw new InputError(
            `jimu.tenants: "${other}" and "${tenant.name}" would share the namespace ${namespace}; rename one`,
          );
        }
        owner.set(namespace, tenant.name);
      }
    }
  }
}
