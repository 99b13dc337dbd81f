import { createPermission } from '@backstage/plugin-permission-common';

/** See the configured clusters, their health, versions and watches (platform admins and auditors). */
export const clusterReadPermission = createPermission({
  name: 'clusters.read',
  attributes: { action: 'read' },
});

export const clustersPermissions = [clusterReadPermission];
