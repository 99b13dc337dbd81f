import type { ObjectOperations } from './operations/ObjectOperations';
import { parseApiVersion } from './registry/ResourceType';
import type { StoreEvent } from '../store';
import type { SandboxObject, WatchEventType } from '../types';

type Listener = (type: WatchEventType, object: SandboxObject) => void;

interface KindWatch {
  group: string;
  kind: string;
  apiVersion: string;
  listener: Listener;
  queue: { type: WatchEventType; text: string }[];
  stopped: boolean;
}

// Taken once, so that a test's fake timers do not stop the sandbox.
const soon = setImmediate;

/** In-process watches. Listeners run after the write, one event after the other, never inside the writer's call. */
export class KindWatches {
  private readonly watches = new Set<KindWatch>();
  private scheduled = false;

  constructor(
    private readonly operations: ObjectOperations,
    private readonly log: (message: string) => void,
  ) {
    operations.store.subscribe(event => this.accept(event));
  }

  add(
    { apiVersion, kind }: { apiVersion: string; kind: string },
    listener: Listener,
  ): () => void {
    const watch: KindWatch = {
      group: parseApiVersion(apiVersion).group,
      kind,
      apiVersion,
      listener,
      queue: [],
      stopped: false,
    };
    const type = this.operations.registry.findKind(apiVersion, kind);
    if (type) {
      for (const { text } of this.operations.list(type)) {
        watch.queue.push({ type: 'ADDED', text });
      }
    }
    this.watches.add(watch);
    this.schedule();
    return () => {
      watch.stopped = true;
      this.watches.delete(watch);
    };
  }

  private accept(event: StoreEvent): void {
    const { object, text } = event.current;
    const { group } = parseApiVersion(object.apiVersion);
    for (const watch of this.watches) {
      if (watch.kind === object.kind && watch.group === group) {
        watch.queue.push({ type: event.type, text });
      }
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    soon(() => {
      this.scheduled = false;
      for (const watch of [...this.watches]) this.drain(watch);
    });
  }

  private drain(watch: KindWatch): void {
    const events = watch.queue.splice(0);
    for (const { type, text } of events) {
      if (watch.stopped) return;
      const object: SandboxObject = JSON.parse(text);
      object.apiVersion = watch.apiVersion;
      try {
        watch.listener(type, object);
      } catch (error) {
        this.log(
          `A watch on ${watch.kind} failed at ${object.metadata.name}: ${error}`,
        );
      }
    }
  }
}
