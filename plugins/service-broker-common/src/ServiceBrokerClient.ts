import { ResponseError } from '@backstage/errors';
import type {
  BindingSummary,
  BindRequest,
  BrokenOffering,
  Credentials,
  InstanceQuery,
  InstanceSummary,
  InstanceView,
  OfferingSummary,
  OfferingView,
  Operation,
  OrderCheck,
  OrderRequest,
  OrderResponse,
  Page,
} from './types';

export interface ServiceBrokerClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

export interface RequestOptions {
  /** For back-end callers; the front end's fetch adds its own. */
  token?: string;
  signal?: AbortSignal;
}

/** Client of the service broker's API for front end and back end. Throws `ResponseError`; its body carries `error.problems`. */
export class ServiceBrokerClient {
  constructor(private readonly options: ServiceBrokerClientOptions) {}

  offerings(options?: RequestOptions): Promise<{ items: OfferingSummary[] }> {
    return this.call('GET', '/offerings', undefined, options);
  }

  offering(name: string, options?: RequestOptions): Promise<OfferingView> {
    return this.call(
      'GET',
      `/offerings/${encodeURIComponent(name)}`,
      undefined,
      options,
    );
  }

  brokenOfferings(
    options?: RequestOptions,
  ): Promise<{ items: BrokenOffering[] }> {
    return this.call('GET', '/broken-offerings', undefined, options);
  }

  /** The same checks as an order, without effect; also answers the price. */
  checkOrder(
    order: OrderRequest,
    options?: RequestOptions,
  ): Promise<OrderCheck> {
    return this.call('POST', '/orders/check', order, options);
  }

  /** The same `idempotencyKey` with the same order answers the same instance. */
  order(
    order: OrderRequest,
    idempotencyKey: string,
    options?: RequestOptions,
  ): Promise<OrderResponse> {
    return this.call('POST', '/instances', order, options, {
      'Idempotency-Key': idempotencyKey,
    });
  }

  instances(
    query: InstanceQuery = {},
    options?: RequestOptions,
  ): Promise<Page<InstanceSummary>> {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') params.set(key, String(value));
    }
    return this.call('GET', `/instances?${params}`, undefined, options);
  }

  instance(id: string, options?: RequestOptions): Promise<InstanceView> {
    return this.call(
      'GET',
      `/instances/${encodeURIComponent(id)}`,
      undefined,
      options,
    );
  }

  /** `confirmName` must be the instance's name. */
  deleteInstance(
    id: string,
    confirmName: string,
    options?: RequestOptions,
  ): Promise<{ operation: Operation }> {
    return this.call(
      'DELETE',
      `/instances/${encodeURIComponent(id)}`,
      { confirmName },
      options,
    );
  }

  /** Tries the failed operation of an instance again; offered when `allowed` names `retry`. */
  retry(
    id: string,
    options?: RequestOptions,
  ): Promise<{ operation: Operation }> {
    return this.call(
      'POST',
      `/instances/${encodeURIComponent(id)}/retry`,
      {},
      options,
    );
  }

  bind(
    instanceId: string,
    request: BindRequest,
    options?: RequestOptions,
  ): Promise<{ binding: BindingSummary; operation: Operation }> {
    return this.call(
      'POST',
      `/instances/${encodeURIComponent(instanceId)}/bindings`,
      request,
      options,
    );
  }

  unbind(
    instanceId: string,
    bindingId: string,
    options?: RequestOptions,
  ): Promise<{ operation: Operation }> {
    return this.call(
      'DELETE',
      this.bindingPath(instanceId, bindingId),
      undefined,
      options,
    );
  }

  /** Reads the credentials from the cluster; recorded as the viewer's act. */
  credentials(
    instanceId: string,
    bindingId: string,
    options?: RequestOptions,
  ): Promise<Credentials> {
    return this.call(
      'POST',
      `${this.bindingPath(instanceId, bindingId)}/credentials`,
      {},
      options,
    );
  }

  /** The push stream (server-sent events); the caller reads the body. */
  async events(
    lastEventId: string | undefined,
    options?: RequestOptions,
  ): Promise<Response> {
    const url = `${await this.options.discoveryApi.getBaseUrl(
      'service-broker',
    )}/events`;
    return this.options.fetchApi.fetch(url, {
      headers: {
        Accept: 'text/event-stream',
        ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}),
      },
      signal: options?.signal,
    });
  }

  private bindingPath(instanceId: string, bindingId: string): string {
    return `/instances/${encodeURIComponent(
      instanceId,
    )}/bindings/${encodeURIComponent(bindingId)}`;
  }

  private async call<T>(
    method: string,
    path: string,
    body?: unknown,
    options?: RequestOptions,
    headers?: Record<string, string>,
  ): Promise<T> {
    const response = await this.options.fetchApi.fetch(
      `${await this.options.discoveryApi.getBaseUrl('service-broker')}${path}`,
      {
        method,
        signal: options?.signal,
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(options?.token
            ? { Authorization: `Bearer ${options.token}` }
            : {}),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json() as Promise<T>;
  }
}
