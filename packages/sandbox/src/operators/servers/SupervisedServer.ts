import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from './programs';
import {
  endProcess,
  endRemembered,
  writeIdentity,
  type ProcessIdentity,
} from './processIdentity';
import type { ServerEngine, ServerRun, ServerState } from './ServerEngine';
import { lastLine, sizeOfLog, trimLog } from './serverLog';

const PROBE_EVERY_MS = 50;
const STARTS_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 5_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
const STABLE_AFTER_MS = 60_000;

/** Keeps one server process running until it is told to stop. */
export class SupervisedServer<S> {
  readonly #engine: ServerEngine<S>;
  readonly #run: ServerRun<S>;
  readonly #changed: () => void;
  readonly #stopping = new AbortController();
  readonly #supervision: Promise<void>;
  /** Where the lines of this server begin in its log file. */
  readonly logStart: number;
  #state: ServerState = { phase: 'starting' };
  #process: ProcessIdentity | undefined;

  constructor(engine: ServerEngine<S>, run: ServerRun<S>, changed: () => void) {
    this.#engine = engine;
    this.#run = run;
    this.#changed = changed;
    this.logStart = sizeOfLog(run.place.log);
    this.#supervision = this.#supervise();
  }

  get state(): ServerState {
    return this.#state;
  }

  get run(): ServerRun<S> {
    return this.#run;
  }

  /** Ends the process and waits for its end, five seconds at most before it is killed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#supervision;
    this.#state = { phase: 'stopped' };
  }

  async #supervise(): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const begun = Date.now();
      const reason = await this.#live().catch((error: Error) => error.message);
      await this.#end();
      if (this.#stopping.signal.aborted) return;
      failures = Date.now() - begun > STABLE_AFTER_MS ? 1 : failures + 1;
      this.#become({ phase: 'waiting', reason });
      await this.#sleep(
        Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS),
      );
      if (!this.#stopping.signal.aborted) this.#become({ phase: 'starting' });
    }
  }

  /** One life of the process; answers why it ended. */
  async #live(): Promise<string> {
    const { place } = this.#run;
    await this.#end();
    await this.#engine.prepare(this.#run);
    if (this.#stopping.signal.aborted) return 'stopped';
    trimLog(place.log);
    const child = this.#spawn();
    let ended: string | undefined;
    const exit = new Promise<string>(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(
          `ended with ${signal ?? `code ${code}`}: ${
            lastLine(place.log) ?? 'no output'
          }`,
        ),
      );
    }).then(reason => (ended = reason));
    if (child.pid !== undefined) {
      this.#process = writeIdentity(place.identity, child.pid);
    }

    const limit = Date.now() + STARTS_WITHIN_MS;
    for (let up = false; !up; ) {
      if (ended !== undefined) return ended;
      if (this.#stopping.signal.aborted) return 'stopped';
      if (Date.now() > limit) return 'did not answer within a minute';
      up = await this.#engine.probe(this.#run, child.pid!).then(
        () => true,
        () => false,
      );
      if (!up) await this.#sleep(PROBE_EVERY_MS);
    }
    await this.#engine.afterStart?.(this.#run);
    this.#become({ phase: 'running', port: this.#run.port, pid: child.pid! });
    return Promise.race([exit, this.#untilStopped()]);
  }

  #spawn(): ChildProcess {
    const { place } = this.#run;
    const { args, input } = this.#engine.launch(this.#run);
    // A file, not a pipe: the server outlives a sandbox that was killed, and must not die of a broken pipe.
    const log = openSync(place.log, 'a', 0o600);
    try {
      const child = spawn(this.#run.program(this.#engine.programs[0]), args, {
        cwd: place.data,
        env: childEnvironment(),
        uid: place.account?.uid,
        gid: place.account?.gid,
        // A group of its own: Ctrl-C in the terminal reaches us, and we end the servers in order.
        detached: true,
        stdio: [input === undefined ? 'ignore' : 'pipe', log, log],
      });
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
      return child;
    } finally {
      closeSync(log);
    }
  }

  async #end(): Promise<void> {
    const { stopSignal } = this.#engine;
    // By what we know ourselves: the file may have been removed under us.
    if (this.#process) {
      await endProcess(this.#process, stopSignal, ENDS_WITHIN_MS);
    }
    this.#process = undefined;
    await endRemembered(this.#run.place.identity, stopSignal, ENDS_WITHIN_MS);
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#changed();
  }

  #untilStopped(): Promise<string> {
    const { signal } = this.#stopping;
    return new Promise(resolve => {
      if (signal.aborted) resolve('stopped');
      signal.addEventListener('abort', () => resolve('stopped'), {
        once: true,
      });
    });
  }

  #sleep(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise(resolve => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
