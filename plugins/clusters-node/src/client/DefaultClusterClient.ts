import type { Readable } from 'node:stream';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  ApiResource,
  GroupVersionKind,
  KubernetesObject,
  ObjectRef,
} from '@jimu/plugin-clusters-common';
import { ClusterError, isClusterError } from '../ClusterError';
import type { ApiRequest } from '../http/ApiRequest';
import { ClusterHttp, DEFAULT_DEADLINE_MS } from '../http/ClusterHttp';
import {
  assertPersonalIdentity,
  impersonationHeaders,
} from '../http/impersonation';
import type {
  ApplyOptions,
  CallOptions,
  ClusterClient,
  ClusterIdentity,
  DeleteOptions,
  ExecQuery,
  ListQuery,
  LogQuery,
} from '../types';
import { Discovery } from './Discovery';
import { execInContainer } from './exec';
import { listPages, withKind } from './listPages';
import { logStream } from './logs';
import { collectionPath, objectPath } from './paths';

const FIELD_MANAGER = 'jimu';

/** Turns calls on objects into requests of one identity. */
export class DefaultClusterClient implements ClusterClient {
  constructor(
    private readonly http: ClusterHttp,
    private readonly discovery: Discovery,
    private readonly identity?: ClusterIdentity,
  ) {}

  get cluster(): string {
    return this.http.cluster;
  }

  async get<T extends KubernetesObject = KubernetesObject>(
    ref: ObjectRef,
    options: CallOptions = {},
  ): Promise<T | undefined> {
    const resource = await this.served(ref, options);
    return this.unlessMissing(resource, async () => {
      const body = await this.send({
        method: 'GET',
        path: objectPath(resource, ref.name, ref.namespace),
        repeatable: true,
        ...callOptions(options),
      });
      return body as T;
    });
  }

  async list<T extends KubernetesObject = KubernetesObject>(
    query: ListQuery,
    options: CallOptions = {},
  ): Promise<T[]> {
    const endsAt =
      performance.now() + (options.deadlineMs ?? DEFAULT_DEADLINE_MS);
    const resource = await this.served(query, options);
    const deadlineMs = Math.max(1, Math.ceil(endsAt - performance.now()));
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const { items } = await listPages(
        this.http,
        resource,
        query,
        {
          deadlineMs,
          as: this.identity,
          signal: options.signal
            ? AbortSignal.any([options.signal, deadline])
            : deadline,
        },
        item => withKind(resource, item) as T,
      );
      return items;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (deadline.aborted) {
        throw new ClusterError({
          cluster: this.cluster,
          name: 'ServiceUnavailableError',
          reason: 'DeadlineExceeded',
          message: `Cluster ${this.cluster} did not list all ${resource.plural} in time`,
        });
      }
      throw error;
    }
  }

  async apply<T extends KubernetesObject = KubernetesObject>(
    object: KubernetesObject,
    options: ApplyOptions = {},
  ): Promise<T> {
    const resource = await this.served(object, options);
    const { name, namespace } = object.metadata;
    const body = await this.send({
      method: 'PATCH',
      path: objectPath(resource, name, namespace),
      query: {
        fieldManager: options.fieldManager ?? FIELD_MANAGER,
        force: options.force ?? true,
        fieldValidation: 'Strict',
        dryRun: options.dryRun ? 'All' : undefined,
      },
      contentType: 'application/apply-patch+yaml',
      body: object,
      repeatable: true,
      ...callOptions(options),
    });
    return body as T;
  }

  async create<T extends KubernetesObject = KubernetesObject>(
    object: Omit<KubernetesObject, 'metadata'> & {
      metadata?: Partial<KubernetesObject['metadata']>;
    },
    options: CallOptions = {},
  ): Promise<T> {
    const { apiVersion, kind, metadata } = object as KubernetesObject;
    const resource = await this.served({ apiVersion, kind }, options);
    if (resource.namespaced && metadata?.namespace === undefined) {
      throw new InputError(`${kind} lives in a namespace; say which`);
    }
    const body = await this.send({
      method: 'POST',
      path: collectionPath(resource, metadata?.namespace),
      query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' },
      body: object,
      repeatable: false,
      ...callOptions(options),
    });
    return body as T;
  }

  async mergePatch<T extends KubernetesObject = KubernetesObject>(
    ref: ObjectRef,
    patch: JsonObject,
    options: CallOptions = {},
  ): Promise<T | undefined> {
    const resource = await this.served(ref, options);
    return this.unlessMissing(resource, async () => {
      const body = await this.send({
        method: 'PATCH',
        path: objectPath(resource, ref.name, ref.namespace),
        query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' },
        contentType: 'application/merge-patch+json',
        body: patch,
        repeatable: false,
        ...callOptions(options),
      });
      return body as T;
    });
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<boolean> {
    const resource = await this.served(ref, options);
    try {
      const deleted = await this.unlessMissing(
        resource,
        async () => {
          await this.send({
            method: 'DELETE',
            path: objectPath(resource, ref.name, ref.namespace),
            body: {
              apiVersion: 'v1',
              kind: 'DeleteOptions',
              propagationPolicy: options.propagationPolicy,
              gracePeriodSeconds: options.gracePeriodSeconds,
              preconditions: options.uid && { uid: options.uid },
            },
            repeatable: options.uid !== undefined,
            ...callOptions(options),
          });
          return true;
        },
        // Gone after a lost answer: the attempt whose answer was lost has deleted it.
        error => error.outcomeUnknown,
      );
      return deleted ?? false;
    } catch (error) {
      if (
        options.uid !== undefined &&
        isClusterError(error) &&
        error.status === 409 &&
        (await this.get(ref, options))?.metadata.uid !== options.uid
      ) {
        // A namesake lives there now; the object that was meant is gone.
        return false;
      }
      throw error;
    }
  }

  async logs(
    query: LogQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<Readable> {
    return logStream(this.http, query, { ...options, as: this.identity });
  }

  async exec(
    query: ExecQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<number> {
    return execInContainer(this.http, query, { ...options, as: this.identity });
  }

  async discover(
    kind: GroupVersionKind,
    options: CallOptions = {},
  ): Promise<ApiResource | undefined> {
    return this.discovery.find(kind, callOptions(options));
  }

  as(identity: ClusterIdentity): ClusterClient {
    assertPersonalIdentity(identity);
    impersonationHeaders(identity);
    return new DefaultClusterClient(this.http, this.discovery, identity);
  }

  private send(request: ApiRequest) {
    return this.http.send({ ...request, as: this.identity });
  }

  private async served(
    { apiVersion, kind }: GroupVersionKind,
    options: CallOptions,
  ): Promise<ApiResource> {
    const resource = await this.discovery.find(
      { apiVersion, kind },
      callOptions(options),
    );
    if (!resource) {
      throw this.notServed({ apiVersion, kind });
    }
    return resource;
  }

  private async unlessMissing<R>(
    resource: ApiResource,
    call: () => Promise<R>,
    whenMissing?: (error: ClusterError) => R,
  ): Promise<R | undefined> {
    try {
      return await call();
    } catch (error) {
      if (!isClusterError(error) || error.status !== 404) {
        throw error;
      }
      if (error.reason === 'NotFound') {
        return whenMissing?.(error);
      }
      this.discovery.forget(resource.apiVersion);
      throw this.notServed(resource);
    }
  }

  private notServed({ apiVersion, kind }: GroupVersionKind): ClusterError {
    return new ClusterError({
      cluster: this.cluster,
      name: 'NotFoundError',
      status: 404,
      reason: 'KindNotServed',
      message: `Cluster ${this.cluster} does not serve ${kind} of ${apiVersion}; the operator that brings this kind is not installed there, or in another version`,
    });
  }
}

function callOptions({ signal, deadlineMs }: CallOptions): CallOptions {
  return { signal, deadlineMs };
}
