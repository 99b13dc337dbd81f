import { randomUUID } from 'node:crypto';
import type {
  ApiResource,
  ClusterInfo,
  GroupVersionKind,
  KubernetesObject,
  ObjectRef,
} from '@jimu/plugin-clusters-common';
import {
  ClusterClient,
  ClusterError,
  ClusterErrorName,
  ClustersService,
  DeleteOptions,
  ListQuery,
  Reflection,
  RowChange,
  WatchSpec,
} from '@jimu/plugin-clusters-node';

type Labels = Record<string, string>;

/** A cluster in memory: what the broker needs of Kubernetes, with hooks for what can go wrong between two calls. */
export class FakeCluster implements ClustersService {
  readonly name = 'main';
  readonly objects = new Map<string, KubernetesObject>();
  /** Every write, in order: `apply Widget orders-x`. */
  readonly writes: string[] = [];
  served = new Set<string>([
    'v1 Namespace',
    'v1 Secret',
    'v1 Service',
    'v1 Event',
    'v1 Node',
    'v1 PersistentVolumeClaim',
    'batch/v1 Job',
    'example.org/v1 Widget',
    'example.org/v1 WidgetUser',
    'example.org/v1 Gadget',
  ]);
  down = false;
  /** Refuses a write with the cluster's words. */
  refuse?: (object: KubernetesObject) => string | undefined;
  /** Called before and after each call; may throw to stand for a process that dies there. */
  boundary: (where: string) => void = () => {};
  private readonly listeners = new Set<(object: KubernetesObject) => void>();

  list(): ClusterInfo[] {
    return [
      {
        name: this.name,
        title: this.name,
        health: this.down ? 'unreachable' : 'healthy',
        ...(this.down ? { message: 'no answer' } : {}),
        sandbox: true,
        watches: [],
      },
    ];
  }

  client(cluster: string): ClusterClient {
    if (cluster !== this.name) {
      throw this.error('NotFoundError', `no cluster ${cluster}`);
    }
    const call =
      <A extends unknown[], T>(name: string, run: (...args: A) => T) =>
      async (...args: A): Promise<T> => {
        this.boundary(`before ${name}`);
        if (this.down) {
          throw this.error('ServiceUnavailableError', 'no answer');
        }
        const result = run(...args);
        this.boundary(`after ${name}`);
        return clone(result);
      };
    const unused = async (): Promise<never> => {
      throw new Error('not part of the fake');
    };
    return {
      cluster,
      get: call('get', (ref: ObjectRef) => this.get(ref)) as any,
      list: call('list', (query: ListQuery) => this.find(query)) as any,
      apply: call('apply', (object: KubernetesObject) =>
        this.write('apply', object),
      ) as any,
      create: call('create', (object: any) => {
        if (this.get(refOf(object))) {
          throw this.error('ConflictError', 'AlreadyExists');
        }
        return this.write('create', object);
      }) as any,
      mergePatch: call('mergePatch', (ref: ObjectRef, patch: any) => {
        const before = this.get(ref);
        if (!before) return undefined;
        return this.write('patch', {
          ...before,
          data: { ...(before.data as object), ...patch.data },
        });
      }) as any,
      delete: call('delete', (ref: ObjectRef, options?: DeleteOptions) =>
        this.remove(ref, options),
      ) as any,
      discover: call('discover', (kind: GroupVersionKind) =>
        this.served.has(`${kind.apiVersion} ${kind.kind}`)
          ? ({ ...kind, namespaced: true } as ApiResource)
          : undefined,
      ),
      logs: unused,
      exec: unused,
      as: () => this.client(cluster),
    };
  }

  watch<Row>(cluster: string, spec: WatchSpec<Row>): Reflection<Row> {
    const subscribers = new Set<(change: RowChange<Row>) => void>();
    const listener = (object: KubernetesObject) => {
      if (object.kind !== spec.kind) return;
      const row = spec.trim(object);
      subscribers.forEach(s =>
        s({ cluster, name: object.metadata.name, row, previous: row }),
      );
    };
    this.listeners.add(listener);
    return {
      cluster,
      state: 'live',
      rows: () => [],
      row: () => undefined,
      unreadable: () => [],
      subscribe: s => {
        subscribers.add(s);
        return () => subscribers.delete(s);
      },
      ready: async () => {},
      close: () => this.listeners.delete(listener),
    };
  }

  /** Calls back after every change. */
  watchAll(listener: (object: KubernetesObject) => void): void {
    this.listeners.add(listener);
  }

  get(ref: ObjectRef): KubernetesObject | undefined {
    this.requireServed(ref);
    return this.objects.get(keyOf(ref));
  }

  find(query: Partial<ListQuery> & GroupVersionKind): KubernetesObject[] {
    this.requireServed(query);
    const wanted = (query.labelSelector ?? '')
      .split(',')
      .filter(Boolean)
      .map(part => part.split('='));
    return [...this.objects.values()].filter(
      ({ apiVersion, kind, metadata }) =>
        apiVersion === query.apiVersion &&
        kind === query.kind &&
        (!query.namespace || metadata.namespace === query.namespace) &&
        wanted.every(
          ([key, value]) => (metadata.labels as Labels)?.[key] === value,
        ),
    );
  }

  /** Stores an object as an operator or a person would. */
  put(object: KubernetesObject): KubernetesObject {
    return this.write('put', object);
  }

  /** Merges into an object's status without a new generation. */
  setStatus(object: KubernetesObject, status: object): void {
    const stored = this.objects.get(keyOf(refOf(object)))!;
    stored.status = { ...(stored.status as object), ...status };
    this.changed(stored);
  }

  /** Ends the deletion of an object that finalizers hold. */
  finalize(ref: ObjectRef): void {
    const object = this.objects.get(keyOf(ref));
    if (!object) return;
    object.metadata.finalizers = [];
    if (object.metadata.deletionTimestamp) this.objects.delete(keyOf(ref));
    this.changed(object);
  }

  private write(verb: string, object: KubernetesObject): KubernetesObject {
    this.requireServed(object);
    const refusal = this.refuse?.(object);
    if (refusal) throw this.error('NotAllowedError', refusal);
    const ref = refOf(object);
    const before = this.objects.get(keyOf(ref));
    this.writes.push(`${verb} ${object.kind} ${object.metadata.name}`);
    const changed =
      JSON.stringify(before?.spec) !== JSON.stringify(object.spec);
    const stored: KubernetesObject = {
      ...before,
      ...clone(object),
      metadata: {
        ...before?.metadata,
        ...clone(object.metadata),
        labels: { ...before?.metadata.labels, ...object.metadata.labels },
        uid: before?.metadata.uid ?? randomUUID(),
        generation: (before?.metadata.generation ?? 0) + (changed ? 1 : 0),
      },
    };
    this.objects.set(keyOf(ref), stored);
    this.changed(stored);
    return stored;
  }

  private remove(ref: ObjectRef, options: DeleteOptions = {}): boolean {
    const object = this.get(ref);
    if (!object) return false;
    if (options.uid && options.uid !== object.metadata.uid) {
      throw this.error('ConflictError', 'another uid');
    }
    this.writes.push(`delete ${ref.kind} ${ref.name}`);
    if (object.metadata.finalizers?.length) {
      object.metadata.deletionTimestamp = new Date(0).toISOString();
    } else {
      this.objects.delete(keyOf(ref));
    }
    this.changed(object);
    return true;
  }

  private changed(object: KubernetesObject): void {
    this.listeners.forEach(listener => listener(object));
  }

  private requireServed({ apiVersion, kind }: GroupVersionKind): void {
    if (!this.served.has(`${apiVersion} ${kind}`)) {
      throw this.error(
        'NotFoundError',
        `Cluster ${this.name} does not serve kind ${kind} (${apiVersion})`,
      );
    }
  }

  private error(name: ClusterErrorName, message: string): ClusterError {
    return new ClusterError({ cluster: this.name, name, message });
  }
}

function refOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectRef {
  return {
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
  };
}

function keyOf({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return `${apiVersion} ${kind} ${namespace ?? ''}/${name}`;
}

function clone<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
