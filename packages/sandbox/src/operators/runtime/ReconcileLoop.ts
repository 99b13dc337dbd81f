import type { ControllerContext, SandboxObject } from '../../types';
import { CutOff } from './CutOff';

/** Which object a reconciliation is about. */
export interface ObjectKey {
  namespace: string;
  name: string;
}

/** `after`: look again in so many milliseconds, whatever happens. */
export type ReconcileResult = { after: number } | undefined | void;

export interface ReconcileLoopOptions {
  /** Appears in the log. */
  name: string;
  context: ControllerContext;
  reconcile(key: ObjectKey): Promise<ReconcileResult>;
}

interface Entry {
  key: ObjectKey;
  running?: Promise<void>;
  again: boolean;
  failures: number;
  timer?: NodeJS.Timeout;
}

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

/** Key of an object for a reconcile loop. */
export const keyOf = (object: SandboxObject): ObjectKey => ({
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name,
});

/**
 * A work queue over object keys. One key is never reconciled twice at the same time, and however often it is asked for
 * meanwhile, it runs once more afterwards. A failure is retried with growing delay; it hurts no other key.
 */
export class ReconcileLoop {
  readonly #options: ReconcileLoopOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #unwatch: (() => void)[] = [];
  #stopped = false;

  constructor(options: ReconcileLoopOptions) {
    this.#options = options;
  }

  /** Enqueues the keys that `keysOf` finds for every event of a kind, beginning with what is there. */
  follow(
    kind: { apiVersion: string; kind: string },
    keysOf: (object: SandboxObject) => ObjectKey[],
  ): this {
    this.#unwatch.push(
      this.#options.context.api.watch(kind, (_, object) => {
        for (const key of keysOf(object)) this.enqueue(key);
      }),
    );
    return this;
  }

  enqueue(key: ObjectKey): void {
    if (this.#stopped) return;
    const id = `${key.namespace}/${key.name}`;
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { key, again: false, failures: 0 };
      this.#entries.set(id, entry);
    }
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.again = true;
    if (!entry.running) this.#run(id, entry);
  }

  /** Ends the watches and waits for what is running; nothing starts afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const end of this.#unwatch.splice(0)) end();
    for (const entry of this.#entries.values()) clearTimeout(entry.timer);
    await Promise.all([...this.#entries.values()].map(e => e.running));
  }

  #run(id: string, entry: Entry): void {
    entry.running = this.#drain(entry).finally(() => {
      entry.running = undefined;
      // Asked for between the last look at `again` and here.
      if (entry.again && !this.#stopped) this.#run(id, entry);
      else if (!entry.timer) this.#entries.delete(id);
    });
  }

  async #drain(entry: Entry): Promise<void> {
    while (entry.again && !this.#stopped) {
      // Lets the events of one synchronous burst of writes fall together.
      await new Promise(resolve => setImmediate(resolve));
      entry.again = false;
      try {
        const result = await this.#options.reconcile(entry.key);
        entry.failures = 0;
        if (result) this.#schedule(entry, result.after);
      } catch (error) {
        this.#failed(entry, error as Error & { code?: number });
      }
    }
  }

  #failed(entry: Entry, error: Error & { code?: number }): void {
    if (this.#stopped || error instanceof CutOff) return;
    entry.failures += 1;
    // Someone else wrote or deleted in between: the next look sees it, nothing to report.
    const raced = error.code === 409 || error.code === 404;
    if (!raced || entry.failures > 3) {
      const { namespace, name } = entry.key;
      this.#options.context.log(
        `${this.#options.name}: ${namespace}/${name}: ${error.message}`,
      );
    }
    this.#schedule(
      entry,
      Math.min(FIRST_RETRY_MS * 2 ** (entry.failures - 1), LAST_RETRY_MS),
    );
  }

  #schedule(entry: Entry, after: number): void {
    if (this.#stopped || entry.again) return;
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      this.enqueue(entry.key);
    }, after);
  }
}
