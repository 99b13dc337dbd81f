import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  IN_TENANTS_RULE,
  RESOURCE_TYPE_INSTANCE,
} from '@jimu/plugin-service-broker-common';
import { z } from 'zod';

/** What rules see of an instance. */
export interface TenantBound {
  tenant: string;
}

/** A query that rules turn into: instances of these tenants. */
export interface TenantQuery {
  tenants: string[];
}

export const instanceResourceRef = createPermissionResourceRef<
  TenantBound,
  TenantQuery
>().with({
  pluginId: 'service-broker',
  resourceType: RESOURCE_TYPE_INSTANCE,
});

/** The instance's tenant is among `tenants`. */
export const inTenants = createPermissionRule({
  name: IN_TENANTS_RULE,
  description: 'Allows instances of these tenants',
  resourceRef: instanceResourceRef,
  paramsSchema: z.object({
    tenants: z.array(z.string()).describe('Names of tenants'),
  }),
  apply: ({ tenant }, { tenants }) => tenants.includes(tenant),
  toQuery: ({ tenants }) => ({ tenants }),
});

export const instanceRules = [inTenants];
