import {
  AuthorizeResult,
  ConditionalPolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_INSTANCE } from './permissions';

/** Name of the rule: the instance's tenant is among `params.tenants`. */
export const IN_TENANTS_RULE = 'IN_TENANTS';

/** The decision "only in these tenants"; an empty list refuses everything while telling nothing. */
export function inTenantsDecision(
  permission: ResourcePermission<typeof RESOURCE_TYPE_INSTANCE>,
  tenants: string[],
): ConditionalPolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'service-broker',
    resourceType: permission.resourceType,
    conditions: {
      rule: IN_TENANTS_RULE,
      resourceType: permission.resourceType,
      params: { tenants },
    },
  };
}
