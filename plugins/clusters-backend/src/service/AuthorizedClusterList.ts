import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ClusterInfo,
  clusterReadPermission,
} from '@jimu/plugin-clusters-common';
import type { ClusterList } from './ClusterList';

/** Shows clusters only to who has `clusters.read`. */
export class AuthorizedClusterList implements ClusterList {
  constructor(
    private readonly list: ClusterList,
    private readonly permissions: PermissionsService,
  ) {}

  async clusters(credentials: BackstageCredentials): Promise<ClusterInfo[]> {
    const [decision] = await this.permissions.authorize(
      [{ permission: clusterReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You lack the right ${clusterReadPermission.name}, which platform admins and auditors have; a platform admin can add you to their group`,
      );
    }
    return this.list.clusters(credentials);
  }
}
