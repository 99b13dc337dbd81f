import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of an instance; its resourceRef is the instance id. */
export const RESOURCE_TYPE_INSTANCE = 'service-broker-instance';

const onInstance = (
  name: string,
  action: 'create' | 'read' | 'update' | 'delete',
) =>
  createPermission({
    name,
    attributes: { action },
    resourceType: RESOURCE_TYPE_INSTANCE,
  });

/** See instances, their state, events and activity (viewer). */
export const instanceReadPermission = onInstance(
  'service-broker.instance.read',
  'read',
);
/** Order an instance in a tenant (developer). */
export const instanceCreatePermission = onInstance(
  'service-broker.instance.create',
  'create',
);
/** Delete an instance (developer). */
export const instanceDeletePermission = onInstance(
  'service-broker.instance.delete',
  'delete',
);
/** Create and delete bindings (developer). */
export const instanceBindPermission = onInstance(
  'service-broker.instance.bind',
  'update',
);
/** Read a binding's credentials in clear; each read is recorded (developer). */
export const credentialsReadPermission = onInstance(
  'service-broker.credentials.read',
  'read',
);
/** See broken offerings and the state of all instances (platform admin). */
export const brokerAdminPermission = createPermission({
  name: 'service-broker.admin',
  attributes: { action: 'read' },
});

export const serviceBrokerPermissions = [
  instanceReadPermission,
  instanceCreatePermission,
  instanceDeletePermission,
  instanceBindPermission,
  credentialsReadPermission,
  brokerAdminPermission,
];
