import {
  brokerAdminPermission,
  credentialsReadPermission,
  instanceBindPermission,
  instanceCreatePermission,
  instanceDeletePermission,
  instanceReadPermission,
} from '@jimu/plugin-service-broker-common';

/** Who may call: a person, or another plugin of the portal in its own name. */
export type AllowedPrincipal = 'user' | 'service';

export interface Endpoint {
  method: 'get' | 'post' | 'delete';
  path: string;
  /** The right that it takes. */
  permission: { name: string };
  allow: AllowedPrincipal[];
  /** Id of the audit event; endpoints that only show what the viewer may see have none. */
  audit?: string;
}

const readers: AllowedPrincipal[] = ['user', 'service'];
const people: AllowedPrincipal[] = ['user'];

/** Every endpoint of the API with the right that it takes. The router is built from this table: there are no others. */
export const serviceBrokerEndpoints = {
  listOfferings: {
    method: 'get',
    path: '/offerings',
    permission: instanceReadPermission,
    allow: readers,
  },
  getOffering: {
    method: 'get',
    path: '/offerings/:name',
    permission: instanceReadPermission,
    allow: readers,
  },
  listBrokenOfferings: {
    method: 'get',
    path: '/broken-offerings',
    permission: brokerAdminPermission,
    allow: readers,
  },
  listOrphans: {
    method: 'get',
    path: '/orphans',
    permission: brokerAdminPermission,
    allow: readers,
  },
  checkOrder: {
    method: 'post',
    path: '/orders/check',
    permission: instanceCreatePermission,
    allow: readers,
  },
  createInstance: {
    method: 'post',
    path: '/instances',
    permission: instanceCreatePermission,
    allow: people,
    audit: 'instance-order',
  },
  listInstances: {
    method: 'get',
    path: '/instances',
    permission: instanceReadPermission,
    allow: readers,
  },
  getInstance: {
    method: 'get',
    path: '/instances/:id',
    permission: instanceReadPermission,
    allow: readers,
  },
  deleteInstance: {
    method: 'delete',
    path: '/instances/:id',
    permission: instanceDeletePermission,
    allow: people,
    audit: 'instance-delete',
  },
  retryOperation: {
    method: 'post',
    path: '/instances/:id/retry',
    permission: instanceCreatePermission,
    allow: people,
    audit: 'instance-retry',
  },
  createBinding: {
    method: 'post',
    path: '/instances/:id/bindings',
    permission: instanceBindPermission,
    allow: people,
    audit: 'binding-create',
  },
  deleteBinding: {
    method: 'delete',
    path: '/instances/:id/bindings/:bindingId',
    permission: instanceBindPermission,
    allow: people,
    audit: 'binding-delete',
  },
  revealCredentials: {
    method: 'post',
    path: '/instances/:id/bindings/:bindingId/credentials',
    permission: credentialsReadPermission,
    allow: people,
    audit: 'credentials-reveal',
  },
  streamEvents: {
    method: 'get',
    path: '/events',
    permission: instanceReadPermission,
    allow: readers,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointId = keyof typeof serviceBrokerEndpoints;
