import { ResponseError } from '@backstage/errors';
import type { ClusterInfo } from './types';

export interface ClustersClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/** Client of the clusters API. Throws `ResponseError`. */
export class ClustersClient {
  constructor(private readonly options: ClustersClientOptions) {}

  /** The configured clusters as of their last probe. */
  async clusters(options?: {
    signal?: AbortSignal;
  }): Promise<{ items: ClusterInfo[] }> {
    const base = await this.options.discoveryApi.getBaseUrl('clusters');
    const response = await this.options.fetchApi.fetch(`${base}/clusters`, {
      signal: options?.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json() as Promise<{ items: ClusterInfo[] }>;
  }
}
