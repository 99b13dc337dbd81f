import type { Readable, Writable } from 'node:stream';
import type { JsonObject } from '@backstage/types';
import type {
  ApiResource,
  ClusterInfo,
  GroupVersionKind,
  KubernetesObject,
  ObjectRef,
  WatchState,
} from '@jimu/plugin-clusters-common';

/** On whose behalf a request goes out (Kubernetes impersonation). */
export interface ClusterIdentity {
  user: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Deadline of the whole call, retries included, in milliseconds. Default 10 000. */
  deadlineMs?: number;
}

export interface ListQuery extends GroupVersionKind {
  /** All namespaces when left out. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ApplyOptions extends CallOptions {
  /** Default `jimu`. */
  fieldManager?: string;
  /** Takes fields over from other managers. Default true. */
  force?: boolean;
  dryRun?: boolean;
}

export interface DeleteOptions extends CallOptions {
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  /** Deletes only the object with this uid, never a namesake made later. */
  uid?: string;
  gracePeriodSeconds?: number;
}

export interface LogQuery {
  namespace: string;
  pod: string;
  container?: string;
  follow?: boolean;
  previous?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  timestamps?: boolean;
}

export interface ExecQuery {
  namespace: string;
  pod: string;
  container?: string;
  command: string[];
  tty?: boolean;
  stdin?: Readable;
  stdout?: Writable;
  stderr?: Writable;
}

/**
 * One cluster, seen through one identity.
 *
 * Errors are thrown by name: `NotFoundError` (kind not served; a missing object is `undefined`/`false`, not an error),
 * `ConflictError` (409), `NotAllowedError` (401/403 from the cluster), `InputError` (400/422, the API server's own words),
 * `ServiceUnavailableError` (cluster unreachable, deadline passed, 429 beyond the deadline, 5xx). Each is a
 * `ClusterError` and carries `cluster`, `status` and the API server's `reason`.
 */
export interface ClusterClient {
  readonly cluster: string;
  get<T extends KubernetesObject = KubernetesObject>(
    ref: ObjectRef,
    options?: CallOptions,
  ): Promise<T | undefined>;
  /** Reads all pages. */
  list<T extends KubernetesObject = KubernetesObject>(
    query: ListQuery,
    options?: CallOptions,
  ): Promise<T[]>;
  /** Server-side apply with `fieldValidation=Strict`; answers the object as stored. */
  apply<T extends KubernetesObject = KubernetesObject>(
    object: KubernetesObject,
    options?: ApplyOptions,
  ): Promise<T>;
  /** Plain create, for what cannot be applied (reviews, objects with generateName). */
  create<T extends KubernetesObject = KubernetesObject>(
    object: Omit<KubernetesObject, 'metadata'> & {
      metadata?: Partial<KubernetesObject['metadata']>;
    },
    options?: CallOptions,
  ): Promise<T>;
  /** JSON merge patch; answers undefined when the object is not there. */
  mergePatch<T extends KubernetesObject = KubernetesObject>(
    ref: ObjectRef,
    patch: JsonObject,
    options?: CallOptions,
  ): Promise<T | undefined>;
  /** False when the object was not there. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
  /** Log lines as a stream of bytes; ends with the container, or when `signal` aborts. */
  logs(query: LogQuery, options?: { signal?: AbortSignal }): Promise<Readable>;
  /** Runs a command in a container; answers its exit code. */
  exec(query: ExecQuery, options?: { signal?: AbortSignal }): Promise<number>;
  /** What the cluster serves for a kind, from cached discovery; undefined when it is not served. Refreshes once when absent. */
  discover(
    kind: GroupVersionKind,
    options?: CallOptions,
  ): Promise<ApiResource | undefined>;
  /** The same cluster with impersonation of that user and groups. */
  as(identity: ClusterIdentity): ClusterClient;
}

/** What a reflector keeps of an object: what `trim` returned, keyed by namespace and name. */
export interface WatchSpec<Row> extends GroupVersionKind {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /**
   * Cuts an object down to what its readers need, so that memory stays proportional to rows and not to objects.
   * Specs with the same `id`, kind and selectors share one watch and the first one's `trim`. It must not keep parts of
   * the object that it does not need, and may throw for objects it cannot make sense of.
   */
  id: string;
  trim(object: KubernetesObject): Row;
}

export interface RowChange<Row> {
  cluster: string;
  namespace?: string;
  name: string;
  /** Undefined when the object is gone. */
  row?: Row;
  /** The row before; undefined when it is new. */
  previous?: Row;
}

/** An object that `trim` could not make sense of; `name` is empty when the object has none. */
export interface UnreadableObject {
  name: string;
  namespace?: string;
  reason: string;
}

/** A shared, live, trimmed copy of a set of objects of one cluster. */
export interface Reflection<Row> {
  readonly cluster: string;
  readonly state: WatchState;
  /** Time of the last sign of life from the API server. */
  readonly lastSeen?: Date;
  rows(): Row[];
  row(name: string, namespace?: string): Row | undefined;
  /** Objects without a row because `trim` threw; pages show them as unreadable. */
  unreadable(): UnreadableObject[];
  /** Called for every changed row, also during relists; must not throw. Answers a function that unsubscribes. */
  subscribe(listener: (change: RowChange<Row>) => void): () => void;
  /** Resolves once the first full list is in. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Gives this reader's share back; the watch ends with its last reader. */
  close(): void;
}

/** The configured clusters; root-scoped, so all plugins of a process share clients and reflectors. */
export interface ClustersService {
  /** Health as of the last probe; asks no cluster. */
  list(): ClusterInfo[];
  /** The portal's own identity on that cluster. Throws `NotFoundError` for a name that is not configured. */
  client(cluster: string): ClusterClient;
  watch<Row>(cluster: string, spec: WatchSpec<Row>): Reflection<Row>;
}
