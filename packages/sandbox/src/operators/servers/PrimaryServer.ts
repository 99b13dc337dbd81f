import { summarize } from '../../controllers/kubelet/podSummary';
import { timestamp } from '../../controllers/loop/Clock';
import {
  findCondition,
  withCondition,
} from '../../controllers/model/conditions';
import { writeStatus } from '../../controllers/model/status';
import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { refOf } from '../runtime/children';
import { keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import type { ServerEngine, ServerRun, ServerState } from './ServerEngine';
import { serverLogRuntime } from './serverLogRuntime';
import { ServerHost, type ServerHostOptions } from './ServerHost';

/** On pods whose server does not really run. */
export const SIMULATED_ANNOTATION = 'sandbox.jimu.dev/simulated';
/** Readiness gate of pods whose server really runs: open while it answers. */
export const SERVER_GATE = 'sandbox.jimu.dev/server-ready';

/** The pods of an instance, and what its first one serves. */
export interface Instance<S> {
  resource: SandboxObject;
  pods: SandboxObject[];
  /** Name of the pod whose server is real. */
  primary: string;
  /** The volume claim of the primary; undefined while there is none, or when the instance has no storage. */
  claim: SandboxObject | undefined;
  /** Undefined: not known yet (a Secret or Service is missing), so nothing is started. */
  server: { settings: S; port: number | undefined } | undefined;
}

/** What an operator's servers are made with. */
export interface PrimaryServerOptions<S> extends ServerHostOptions<S> {
  /** Whose events these are. */
  component: string;
}

/** The one real server of each instance of an operator, as its pods and events tell of it. */
export class PrimaryServer<S> {
  readonly #api: SandboxApi;
  readonly #host: ServerHost<S>;
  readonly #component: string;
  readonly #engine: ServerEngine<S>;
  readonly #pods: ControllerContext['pods'];
  /** The last that was said of each instance. */
  readonly #told = new Map<string, { uid: string; text: string }>();
  #unregister: () => void = () => {};

  constructor(options: PrimaryServerOptions<S>) {
    this.#api = options.context.api;
    this.#pods = options.context.pods;
    this.#component = options.component;
    this.#engine = options.engine;
    this.#host = new ServerHost(options);
  }

  async start(): Promise<void> {
    await this.#host.start();
    this.#unregister =
      this.#pods?.register(
        serverLogRuntime(pod => this.#host.logOf(pod.metadata.uid!)),
      ) ?? this.#unregister;
  }

  async stop(): Promise<void> {
    this.#unregister();
    await this.#host.stop();
  }

  get isReal(): boolean {
    return this.#host.availability.real;
  }

  /** Annotations for the pods of an instance. */
  podAnnotations(): Record<string, string> {
    return this.isReal ? {} : { [SIMULATED_ANNOTATION]: 'true' };
  }

  /** What the spec of the pods must have so that they are ready when the server is. */
  podGates(): { readinessGates?: { conditionType: string }[] } {
    return this.isReal
      ? { readinessGates: [{ conditionType: SERVER_GATE }] }
      : {};
  }

  /** Says once, when an instance is created, what of it is not real. */
  announce(resource: SandboxObject, replicas: number): void {
    const { availability } = this.#host;
    if (!availability.real) {
      this.#say(
        resource,
        'Normal',
        'Simulated',
        `No real ${this.#engine.name} runs for this instance: ${
          availability.reason
        }`,
      );
    } else if (replicas > 1) {
      this.#say(
        resource,
        'Normal',
        'ReplicasSimulated',
        `One real ${
          this.#engine.name
        } serves this instance; its other replicas are simulated`,
      );
    }
  }

  /** Makes the server follow the primary pod, and the pods' readiness follow the server. */
  reconcile(instance: Instance<S>): ServerState | undefined {
    if (!this.isReal) return undefined;
    const owner = keyOf(instance.resource);
    const primary = instance.pods.find(
      pod =>
        pod.metadata.name === instance.primary &&
        !pod.metadata.deletionTimestamp &&
        pod.status?.podIP,
    );
    if (!primary) {
      this.#host.release(owner);
      return undefined;
    }
    const volume = instance.claim?.metadata.uid ?? primary.metadata.uid!;
    const state = instance.server
      ? this.#host.ensure({
          owner,
          volume,
          incarnation: primary.metadata.uid!,
          ...instance.server,
        })
      : undefined;
    if (state) this.#tell(instance.resource, state);
    for (const pod of instance.pods) {
      if (!pod.metadata.deletionTimestamp) {
        this.#setGate(pod, state?.phase === 'running');
      }
    }
    return state;
  }

  /** The instance is gone: its processes end. Data goes with the volume claim. */
  release(owner: ObjectKey): void {
    this.#told.delete(`${owner.namespace}/${owner.name}`);
    this.#host.release(owner);
  }

  /** The running server of an instance. */
  running(owner: ObjectKey): ServerRun<S> | undefined {
    return this.#host.running(owner);
  }

  #setGate(pod: SandboxObject, open: boolean): void {
    const live = this.#api.get(refOf(pod));
    if (!live || live.metadata.uid !== pod.metadata.uid) return;
    const status = open ? 'True' : 'False';
    if (
      findCondition(live.status?.conditions, SERVER_GATE)?.status === status
    ) {
      return;
    }
    const now = timestamp(Date.now());
    const conditions = withCondition(
      live.status?.conditions,
      { type: SERVER_GATE, status },
      now,
    );
    // The kubelet looks at gates when a container changes; here only the gate did.
    writeStatus(
      this.#api,
      live,
      summarize(live, { ...live.status, conditions }, now),
    );
  }

  #tell(resource: SandboxObject, state: ServerState): void {
    const text = JSON.stringify(state);
    const { uid } = resource.metadata;
    const key = `${resource.metadata.namespace}/${resource.metadata.name}`;
    const before = this.#told.get(key);
    if (before?.uid === uid && before?.text === text) return;
    this.#told.set(key, { uid: uid!, text });
    if (state.phase === 'running') {
      this.#say(
        resource,
        'Normal',
        'ServerStarted',
        `${this.#engine.name} answers on 127.0.0.1:${state.port}`,
      );
    } else if (state.phase === 'waiting') {
      this.#say(
        resource,
        'Warning',
        'ServerBackOff',
        `${this.#engine.name} ${state.reason}; it is started again`,
      );
    }
  }

  #say(
    on: SandboxObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.#api.event(on, { type, reason, message, component: this.#component });
  }
}
