import type { PodRuntimeRegistry } from './api/pods/PodRuntime';

/** A Kubernetes object as the sandbox keeps it. */
export interface SandboxObject {
  apiVersion: string;
  kind: string;
  metadata: {
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
    ownerReferences?: {
      apiVersion: string;
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
      blockOwnerDeletion?: boolean;
    }[];
    [key: string]: unknown;
  };
  [key: string]: any;
}

export interface Ref {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/**
 * The door that controllers and operators of the sandbox use: the same admission, validation, generation, finalizer and
 * conflict rules as over HTTP, without the network. Errors are `ApiStatusError` with the API server's code and reason.
 */
export interface SandboxApi {
  get(ref: Ref): SandboxObject | undefined;
  list(query: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    labels?: Record<string, string>;
  }): SandboxObject[];
  /** As `list` without copies, for those who look at many objects: they are the store's own and must not be changed. */
  scan(query: {
    apiVersion: string;
    kind: string;
    namespace?: string;
  }): readonly SandboxObject[];
  create(object: SandboxObject): SandboxObject;
  /** Server-side apply, forced. */
  apply(object: SandboxObject, fieldManager: string): SandboxObject;
  /** JSON merge patch of spec and metadata. */
  patch(ref: Ref, patch: Record<string, unknown>): SandboxObject;
  /** JSON merge patch of `status` through the status subresource; does not touch generation. A no-op writes nothing. */
  patchStatus(ref: Ref, status: Record<string, unknown>): SandboxObject;
  /** `gracePeriodSeconds` 0 ends a pod at once; otherwise a running pod only gets its deletionTimestamp. `uid`: refused with 409 if another object has the name now. */
  delete(
    ref: Ref,
    options?: {
      propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
      gracePeriodSeconds?: number;
      uid?: string;
    },
  ): void;
  /** Starts with ADDED for what is there, then follows. Answers a function that stops it. */
  watch(
    kind: { apiVersion: string; kind: string },
    listener: (type: WatchEventType, object: SandboxObject) => void,
  ): () => void;
  /** Records a Kubernetes Event on an object (same reason and message again: its count grows). */
  event(
    on: SandboxObject,
    event: {
      type: 'Normal' | 'Warning';
      reason: string;
      message: string;
      component: string;
    },
  ): void;
}

/** A control loop of the sandbox: a controller of Kubernetes or an operator. */
export interface Controller {
  name: string;
  /** Begins to watch; must come up from whatever state the store holds. Answers a function that ends it and its processes. */
  start(context: ControllerContext): () => Promise<void>;
}

export interface ControllerContext {
  api: SandboxApi;
  /** Folder that this controller may keep files in; survives restarts. */
  dataDir: string;
  /** Waits `ms` of simulated operator work; 0 in tests, scaled by `SandboxOptions.pace`. Rejects when the sandbox stops. */
  pause(ms: number): Promise<void>;
  log(message: string): void;
  /** False: never start real server processes. */
  realProcesses: boolean;
  /** Where a controller that runs pods offers their logs and commands; absent where nothing serves them. */
  pods?: PodRuntimeRegistry;
}

export interface SandboxOptions {
  /** Everything the sandbox keeps lies below; made when absent. */
  dataDir: string;
  /** 0 or absent: any free port. All listen on 127.0.0.1 only. */
  ports?: { kubernetes?: number; userCenter?: number; admin?: number };
  /** Which operators run: `all` (default), or none. */
  operators?: 'all' | 'none';
  /** 1 (default): as slow as is pleasant to watch; 0: as fast as possible. */
  pace?: number;
  /** Default true: starts redis-server, mariadbd and postgres where they are installed. */
  realProcesses?: boolean;
  /** Folder with CRD YAML, searched recursively (`OPERATOR_CRDS`): their schemas are enforced. */
  crdFolder?: string;
  /** Absent: no user center. */
  userCenter?: {
    clientSecret: string;
    redirectUris: string[];
    postLogoutRedirectUris: string[];
    orgFolder: string;
  };
  log?: (message: string) => void;
}

export interface RunningSandbox {
  api: SandboxApi;
  kubernetes: {
    /** https://127.0.0.1:port */
    url: string;
    /** PEM of the CA that signed the server's certificate. */
    ca: string;
    /** Token of the cluster admin, as in the kubeconfig. */
    adminToken: string;
    /** File for kubectl: `<dataDir>/kubeconfig`, mode 600. */
    kubeconfig: string;
  };
  userCenter?: { issuer: string };
  /** Base URL of the fault knobs, loopback only. */
  admin: string;
  stop(): Promise<void>;
}
