import type { ApiResource } from '@jimu/plugin-clusters-common';
import { ClusterError } from '../ClusterError';
import type { Discovery } from '../client/Discovery';
import { listPages } from '../client/listPages';
import { collectionPath } from '../client/paths';
import type { ClusterHttp } from '../http/ClusterHttp';
import type { ListQuery } from '../types';
import type { ListSlots } from './ListSlots';
import type { WatchSource } from './WatchSource';

/** Of one page; a list of many pages may take longer. */
const PAGE_DEADLINE_MS = 30_000;
const WATCH_START_DEADLINE_MS = 15_000;

/** Lists and watches one kind of one cluster as the portal. */
export class ClusterWatchSource implements WatchSource {
  constructor(
    private readonly http: ClusterHttp,
    private readonly discovery: Discovery,
    private readonly slots: ListSlots,
    private readonly query: ListQuery,
  ) {}

  async list<E>(
    convert: (item: unknown) => E,
    signal: AbortSignal,
  ): Promise<{ items: E[]; resourceVersion: string }> {
    return this.slots.run(async () => {
      const resource = await this.resource(signal);
      try {
        return await listPages(
          this.http,
          resource,
          this.query,
          { signal, deadlineMs: PAGE_DEADLINE_MS },
          convert,
        );
      } catch (error) {
        if ((error as ClusterError).status === 404) {
          this.discovery.forget(resource.apiVersion);
        }
        throw error;
      }
    }, signal);
  }

  async watch(
    resourceVersion: string,
    timeoutSeconds: number,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    const resource = await this.resource(signal);
    return this.http.stream({
      method: 'GET',
      path: collectionPath(resource, this.query.namespace),
      query: {
        watch: 1,
        resourceVersion,
        timeoutSeconds,
        allowWatchBookmarks: true,
        labelSelector: this.query.labelSelector,
        fieldSelector: this.query.fieldSelector,
      },
      signal,
      deadlineMs: WATCH_START_DEADLINE_MS,
    });
  }

  private async resource(signal: AbortSignal): Promise<ApiResource> {
    const { apiVersion, kind } = this.query;
    const resource = await this.discovery.find(
      { apiVersion, kind },
      { signal, deadlineMs: PAGE_DEADLINE_MS },
    );
    if (!resource) {
      throw new ClusterError({
        cluster: this.http.cluster,
        name: 'NotFoundError',
        status: 404,
        reason: 'KindNotServed',
        message: `Cluster ${this.http.cluster} does not serve ${kind} of ${apiVersion}`,
      });
    }
    return resource;
  }
}
