import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdmissionPlugin } from '../../api/contracts';
import { createSandboxApi } from '../../api/createSandboxApi';
import { ResourceRegistry } from '../../api/registry/ResourceRegistry';
import { ObjectStore } from '../../store';
import { restingKeys } from '../loop/KeyLoop';
import type { Controller, SandboxApi } from '../../types';

export interface Harness {
  readonly api: SandboxApi;
  /** Messages of controllers: failures of reconciles. */
  readonly messages: string[];
  start(): void;
  /** Ends the controllers and closes the store, as a process does that ends. */
  stop(): Promise<void>;
  /** Stops and comes up again with what the store holds. */
  restart(): Promise<void>;
  /** Resolves when nothing has happened for several turns of the event loop. */
  settled(): Promise<void>;
  /** Resolves when the check answers something that is not undefined, false or a failure. */
  until<T>(check: () => T | undefined | false): Promise<T>;
  dispose(): Promise<void>;
}

export interface HarnessOptions {
  controllers(): Controller[];
  admission?(getApi: () => SandboxApi): AdmissionPlugin[];
  /** Default: at once. */
  pause?(ms: number): Promise<void>;
}

const QUIET_TURNS = 25;
const PATIENCE_TURNS = 50_000;
const turn = () => new Promise<void>(resolve => setImmediate(resolve));

/** A store on disk, the in-process API and controllers on it. */
export function sandboxHarness(options: HarnessOptions): Harness {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-controllers-'));
  const messages: string[] = [];
  let store: ObjectStore;
  let api: SandboxApi;
  let writes = 0;
  let ends: (() => Promise<void>)[] = [];

  const harness: Harness = {
    get api() {
      return api;
    },
    messages,
    start() {
      store = new ObjectStore(folder);
      store.subscribe(() => (writes += 1));
      const plugins: AdmissionPlugin[] = [];
      api = createSandboxApi(store, new ResourceRegistry(), plugins);
      plugins.push(...(options.admission?.(() => api) ?? []));
      let stopped = false;
      ends = options.controllers().map(controller =>
        controller.start({
          api,
          dataDir: folder,
          pause: async ms => {
            await (options.pause?.(ms) ?? turn());
            if (stopped) throw new Error('stopped');
          },
          log: message => messages.push(message),
          realProcesses: false,
        }),
      );
      ends.push(async () => {
        stopped = true;
      });
    },
    async stop() {
      await Promise.all(ends.map(end => end()));
      ends = [];
      store.close();
    },
    async restart() {
      await harness.stop();
      harness.start();
    },
    async settled() {
      let seen = -1;
      while (seen !== writes || restingKeys() > 0) {
        seen = writes;
        for (let i = 0; i < QUIET_TURNS; i += 1) await turn();
      }
    },
    async until(check) {
      for (let i = 0; i < PATIENCE_TURNS; i += 1) {
        const answer = check();
        if (answer !== undefined && answer !== false) return answer as any;
        await turn();
      }
      throw new Error(`Not reached: ${check}\n${messages.join('\n')}`);
    },
    async dispose() {
      await harness.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  harness.start();
  return harness;
}
