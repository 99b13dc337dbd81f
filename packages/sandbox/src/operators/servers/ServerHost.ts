import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerContext } from '../../types';
import type { ObjectKey } from '../runtime/ReconcileLoop';
import { endRemembered } from './processIdentity';
import { findProgram } from './programs';
import type { ServerEngine, ServerRun, ServerState } from './ServerEngine';
import type { PodLog } from './serverLogRuntime';
import {
  abandonedFolders,
  freePort,
  makePlace,
  makeServersFolder,
  removePlace,
  serversFolder,
  serversIn,
  unprivilegedAccount,
} from './serverPlace';
import { SupervisedServer } from './SupervisedServer';

/** What an operator wants to run for one of its instances. */
export interface ServerRequest<S> {
  /** The instance; it is told when the server's state changes. */
  owner: ObjectKey;
  /** Names the data: the uid of the volume claim that stands for it. The data goes when that claim goes. */
  volume: string;
  /** Another value (the uid of another pod) means another process. */
  incarnation: string;
  settings: S;
  /** Port of the loopback interface; undefined: any free one. */
  port: number | undefined;
}

interface Held<S> {
  request: ServerRequest<S>;
  server?: SupervisedServer<S>;
  failure?: string;
}

const LEFT_OVER_GRACE_MS = 5_000;
const claims = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };

/** Whether a server is really run, or why it is only simulated. */
export type Availability = { real: true } | { real: false; reason: string };

/** What a host of servers works with. */
export interface ServerHostOptions<S> {
  engine: ServerEngine<S>;
  context: ControllerContext;
  /** Called when the state of an instance's server changed. */
  changed(owner: ObjectKey): void;
  /** Never run real servers, for this reason. */
  simulatedBecause?: string;
}

/** The real servers of one operator: one process per volume, supervised, cleaned up after an unclean end. */
export class ServerHost<S> {
  readonly #engine: ServerEngine<S>;
  readonly #context: ControllerContext;
  readonly #changed: (owner: ObjectKey) => void;
  readonly #held = new Map<string, Held<S>>();
  /** What is done about a volume's server happens one after the other, also when it was given up and is wanted again. */
  readonly #work = new Map<string, Promise<void>>();
  readonly #programs = new Map<string, string>();
  readonly #availability: Availability;
  readonly #folder: string;
  #unwatch: () => void = () => {};

  constructor(options: ServerHostOptions<S>) {
    const { engine, context } = options;
    this.#engine = engine;
    this.#context = context;
    this.#changed = options.changed;
    this.#availability = this.#lookAround(options.simulatedBecause);
    this.#folder = serversFolder(
      context.dataDir,
      this.#availability.real &&
        unprivilegedAccount(engine.accounts) !== undefined,
    );
  }

  get availability(): Availability {
    return this.#availability;
  }

  /** Ends what an earlier life of the sandbox left running and removes data that belongs to no volume any more. */
  async start(): Promise<void> {
    const known = new Set(
      this.#context.api.list(claims).map(claim => claim.metadata.uid),
    );
    await this.#clear(this.#folder, volume => known.has(volume));
    await this.#clearAbandoned().catch((error: Error) =>
      this.#context.log(`old data was not removed: ${error.message}`),
    );
    this.#unwatch = this.#context.api.watch(claims, (type, claim) => {
      if (type === 'DELETED') this.#discard(claim.metadata.uid!);
    });
  }

  async #clearAbandoned(): Promise<void> {
    for (const folder of abandonedFolders()) {
      await this.#clear(folder, () => false);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #clear(
    folder: string,
    isKept: (volume: string) => boolean,
  ): Promise<void> {
    for (const volume of serversIn(folder)) {
      await endRemembered(
        join(folder, volume, 'process.json'),
        this.#engine.stopSignal,
        LEFT_OVER_GRACE_MS,
      );
      if (!isKept(volume)) removePlace(folder, volume);
    }
  }

  /** Makes it so that the server runs as asked for; answers where that stands now. Call it as often as you like. */
  ensure(request: ServerRequest<S>): ServerState {
    const held = this.#held.get(request.volume);
    if (!held) {
      const fresh: Held<S> = { request };
      this.#held.set(request.volume, fresh);
      this.#enqueue(fresh, () => this.#begin(fresh));
      return { phase: 'starting' };
    }
    const isSame =
      JSON.stringify([held.request.settings, held.request.port]) ===
        JSON.stringify([request.settings, request.port]) &&
      held.request.incarnation === request.incarnation;
    held.request = request;
    if (!isSame) {
      this.#enqueue(held, async () => {
        await held.server?.stop();
        await this.#begin(held);
      });
      return { phase: 'starting' };
    }
    return this.#stateOf(held);
  }

  /** A running server of an instance, to send it statements. */
  running(owner: ObjectKey): ServerRun<S> | undefined {
    for (const held of this.#held.values()) {
      if (
        held.request.owner.namespace === owner.namespace &&
        held.request.owner.name === owner.name &&
        this.#stateOf(held).phase === 'running'
      ) {
        return held.server?.run;
      }
    }
    return undefined;
  }

  /** Ends the servers of an instance and keeps their data. */
  release(owner: ObjectKey): void {
    for (const [volume, held] of this.#held) {
      const { namespace, name } = held.request.owner;
      if (namespace !== owner.namespace || name !== owner.name) continue;
      this.#held.delete(volume);
      this.#enqueue(held, async () => held.server?.stop());
    }
  }

  /** The log of the server that was started for a pod, by the pod's uid. */
  logOf(incarnation: string): PodLog | undefined {
    for (const { request, server } of this.#held.values()) {
      if (server && request.incarnation === incarnation) {
        return { file: server.run.place.log, from: server.logStart };
      }
    }
    return undefined;
  }

  /** Ends all processes. */
  async stop(): Promise<void> {
    this.#unwatch();
    const all = [...this.#held.values()];
    this.#held.clear();
    for (const held of all) {
      this.#enqueue(held, async () => held.server?.stop());
    }
    await Promise.all(this.#work.values());
  }

  #lookAround(simulatedBecause: string | undefined): Availability {
    if (simulatedBecause) return { real: false, reason: simulatedBecause };
    if (!this.#context.realProcesses) {
      return { real: false, reason: 'real servers are switched off' };
    }
    for (const name of this.#engine.programs) {
      const file = findProgram(name);
      if (!file) return { real: false, reason: `${name} is not installed` };
      this.#programs.set(name, file);
    }
    return { real: true };
  }

  #stateOf(held: Held<S>): ServerState {
    if (held.failure) return { phase: 'waiting', reason: held.failure };
    return held.server?.state ?? { phase: 'starting' };
  }

  #enqueue(held: Held<S>, step: () => Promise<void>): void {
    this.#after(held.request.volume, step, error => {
      held.failure = error.message;
      this.#changed(held.request.owner);
    });
  }

  #after(
    volume: string,
    step: () => Promise<void>,
    failed: (error: Error) => void,
  ): void {
    const work = (this.#work.get(volume) ?? Promise.resolve())
      .then(step)
      .catch((error: Error) => {
        this.#context.log(`${this.#engine.name}: ${error.message}`);
        failed(error);
      })
      .finally(() => {
        if (this.#work.get(volume) === work) this.#work.delete(volume);
      });
    this.#work.set(volume, work);
  }

  async #begin(held: Held<S>): Promise<void> {
    held.server = undefined;
    held.failure = undefined;
    const { request } = held;
    // Given up in the meantime.
    if (this.#held.get(request.volume) !== held) return;
    makeServersFolder(this.#folder, this.#context.dataDir);
    const run: ServerRun<S> = {
      place: makePlace(
        this.#folder,
        request.volume,
        unprivilegedAccount(this.#engine.accounts),
      ),
      port: request.port ?? (await freePort()),
      settings: request.settings,
      program: name => this.#programs.get(name) ?? name,
    };
    if (this.#held.get(request.volume) !== held) return;
    held.server = new SupervisedServer(this.#engine, run, () =>
      this.#changed(held.request.owner),
    );
  }

  #discard(volume: string): void {
    const held = this.#held.get(volume);
    this.#held.delete(volume);
    const step = async () => {
      await held?.server?.stop();
      removePlace(this.#folder, volume);
    };
    this.#after(volume, step, () => {});
  }
}
