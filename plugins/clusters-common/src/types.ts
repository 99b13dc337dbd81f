/** The part of every Kubernetes object that Jimu relies on. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [key: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  [key: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Says which kind of object is meant. */
export interface GroupVersionKind {
  /** As in YAML: `v1`, `apps/v1`, `kafka.strimzi.io/v1`. */
  apiVersion: string;
  kind: string;
}

/** Says which object is meant. `namespace` is left out for cluster-scoped kinds. */
export interface ObjectRef extends GroupVersionKind {
  name: string;
  namespace?: string;
}

/** What discovery says of a kind. */
export interface ApiResource extends GroupVersionKind {
  group: string;
  version: string;
  plural: string;
  namespaced: boolean;
  verbs: string[];
  /** For example `status`, `scale`, `log`. */
  subresources: string[];
}

export type ClusterHealthState =
  /** Answered the last probe in time. */
  | 'healthy'
  /** Did not answer, or answered with an error; `message` says what. */
  | 'unreachable'
  /** Not probed yet. */
  | 'unknown';

/** One configured cluster as the portal sees it; what `GET /api/clusters/clusters` answers. */
export interface ClusterInfo {
  name: string;
  title: string;
  health: ClusterHealthState;
  /** Why it is not healthy, in words for a platform engineer. Never holds credentials. */
  message?: string;
  /** Kubernetes version, for example `v1.36.0`. */
  version?: string;
  /** Round trip of the last probe in milliseconds. */
  latencyMs?: number;
  /** ISO 8601 time of the last probe that succeeded. */
  lastSeen?: string;
  /** True for the embedded stand-in: pages then say "sandbox". Taken from config. */
  sandbox: boolean;
  watches: WatchInfo[];
}

export type WatchState = 'syncing' | 'live' | 'stale' | 'failed' | 'stopped';

/** State of one reflector. */
export interface WatchInfo extends GroupVersionKind {
  namespace?: string;
  labelSelector?: string;
  state: WatchState;
  objects: number;
  /** ISO 8601 time of the last sign of life from the API server. */
  lastSeen?: string;
  message?: string;
}
