import { ResponseError } from '@backstage/errors';
import type { Environment, TenantView } from './types';

export interface TenantsClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/** Client of the tenants API. Throws `ResponseError`. */
export class TenantsClient {
  constructor(private readonly options: TenantsClientOptions) {}

  /** The tenants that the viewer may see, each with the viewer's role. */
  tenants(): Promise<{ items: TenantView[] }> {
    return this.get('/tenants');
  }

  environments(): Promise<{ items: Environment[] }> {
    return this.get('/environments');
  }

  private async get<T>(path: string): Promise<T> {
    const base = await this.options.discoveryApi.getBaseUrl('tenants');
    const response = await this.options.fetchApi.fetch(`${base}${path}`);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json() as Promise<T>;
  }
}
