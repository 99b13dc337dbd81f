import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import type { RESOURCE_TYPE_INSTANCE } from '@jimu/plugin-service-broker-common';
import type { TenantQuery } from '../permissions/rules';
import type { Caller } from './Broker';

type InstancePermission = ResourcePermission<typeof RESOURCE_TYPE_INSTANCE>;

/** In which tenants somebody has a right. */
export interface TenantScope {
  /** True when that holds for every tenant, also for one that config does not name any more. */
  readonly everywhere: boolean;
  allows(tenant: string): boolean;
}

const NOWHERE: TenantScope = { everywhere: false, allows: () => false };
const EVERYWHERE: TenantScope = { everywhere: true, allows: () => true };

/** Asks the permission framework in which tenants a caller has a right. */
export class TenantScopes {
  constructor(
    private readonly permissions: PermissionsService,
    private readonly toQuery: ConditionTransformer<TenantQuery>,
  ) {}

  /** Scopes of several rights, in their order, with one question. */
  async of(
    caller: Pick<Caller, 'credentials'>,
    permissions: InstancePermission[],
  ): Promise<TenantScope[]> {
    const decisions = await this.permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials: caller.credentials },
    );
    return decisions.map(decision => this.scope(decision));
  }

  private scope(decision: PolicyDecision): TenantScope {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return EVERYWHERE;
      case AuthorizeResult.CONDITIONAL: {
        const criteria = this.toQuery(decision.conditions);
        return {
          everywhere: false,
          allows: tenant => matches(criteria, tenant),
        };
      }
      default:
        return NOWHERE;
    }
  }
}

function matches(
  criteria: PermissionCriteria<TenantQuery>,
  tenant: string,
): boolean {
  if (isAndCriteria(criteria)) {
    return criteria.allOf.every(c => matches(c, tenant));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(c => matches(c, tenant));
  }
  if (isNotCriteria(criteria)) return !matches(criteria.not, tenant);
  return criteria.tenants.includes(tenant);
}
