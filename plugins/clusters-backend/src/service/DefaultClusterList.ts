import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import type { ClustersService } from '@jimu/plugin-clusters-node';
import type { ClusterList } from './ClusterList';

/** Answers from memory, so that a dead cluster holds up no page. */
export class DefaultClusterList implements ClusterList {
  constructor(private readonly service: Pick<ClustersService, 'list'>) {}

  async clusters(): Promise<ClusterInfo[]> {
    return this.service.list();
  }
}
