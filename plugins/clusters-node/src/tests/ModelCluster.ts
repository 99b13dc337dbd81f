import { ClusterError } from '../ClusterError';
import type { WatchSource } from '../watch/WatchSource';
import type { VirtualTiming } from './VirtualTiming';

interface StoredEvent {
  rv: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: any;
}

interface OpenWatch {
  push(line: string): void;
  end(error?: Error): void;
  /** Open, and silent for ever. */
  stalled: boolean;
}

const BOOKMARK_MS = 60_000;

/** The part of an API server that a reflector sees, with every fault that a network and a server can add. */
export class ModelCluster implements WatchSource {
  /** What a perfect reader knows: value by `namespace/name`. */
  readonly truth = new Map<string, string>();
  lists = 0;
  watches = 0;
  private rv = 100;
  private compacted = 0;
  private readonly objects = new Map<string, any>();
  private history: StoredEvent[] = [];
  private readonly open = new Set<OpenWatch>();
  private failing: { list: number[]; watch: number[] } = {
    list: [],
    watch: [],
  };
  private next?: 'lose' | 'delay' | 'truncate';
  private delayed?: string;

  constructor(private readonly timing: VirtualTiming) {}

  put(key: string, value: string) {
    const [namespace, name] = key.split('/');
    const type = this.objects.has(key) ? 'MODIFIED' : 'ADDED';
    const object = {
      metadata: { name, namespace, resourceVersion: String(++this.rv) },
      value,
    };
    this.objects.set(key, object);
    this.truth.set(key, value);
    this.record({ rv: this.rv, type, object });
  }

  remove(key: string) {
    const object = this.objects.get(key);
    if (object) {
      this.objects.delete(key);
      this.truth.delete(key);
      this.rv++;
      this.record({
        rv: this.rv,
        type: 'DELETED',
        object: {
          ...object,
          metadata: { ...object.metadata, resourceVersion: String(this.rv) },
        },
      });
    }
  }

  /** The next event is lost, comes after its successor, or breaks off in the middle with its connection. */
  disturbNext(how: 'lose' | 'delay' | 'truncate') {
    this.next = how;
  }

  /** Sends the last events once more. */
  repeat(count: number) {
    this.history.slice(-count).forEach(event => this.send(line(event)));
  }

  sendRaw(text: string) {
    this.send(text);
  }

  cut() {
    this.open.forEach(watch => watch.end(new Error('ECONNRESET')));
  }

  close() {
    this.open.forEach(watch => watch.end());
  }

  stall() {
    this.open.forEach(watch => {
      watch.stalled = true;
    });
  }

  compact() {
    this.compacted = this.rv;
    this.history = [];
    this.send('{"type":"ERROR","object":{"kind":"Status","code":410}}\n');
  }

  fail(what: 'list' | 'watch', ...statuses: number[]) {
    this.failing[what].push(...statuses);
  }

  heal() {
    this.failing = { list: [], watch: [] };
    this.next = undefined;
    this.flushDelayed();
  }

  async list<E>(convert: (item: unknown) => E) {
    this.lists++;
    this.failIfTold('list');
    return {
      items: [...this.objects.values()].map(object =>
        convert(structuredClone(object)),
      ),
      resourceVersion: String(this.rv),
    };
  }

  async watch(from: string, timeoutSeconds: number, signal: AbortSignal) {
    this.watches++;
    this.failIfTold('watch');
    if (Number(from) < this.compacted) {
      throw refusal(410);
    }
    const queue: string[] = [];
    let wake: () => void = () => {};
    const sleepUntilWoken = (resolve: () => void) => {
      wake = resolve;
    };
    let ended: { error?: Error } | undefined;
    const watch: OpenWatch = {
      stalled: false,
      push(text) {
        if (!this.stalled && !ended) {
          queue.push(text);
          wake();
        }
      },
      end: error => {
        ended ??= { error };
        this.open.delete(watch);
        wake();
      },
    };
    this.open.add(watch);
    signal.addEventListener('abort', () => watch.end(signal.reason));
    this.history
      .filter(event => event.rv > Number(from))
      .forEach(event => watch.push(line(event)));
    this.live(watch, timeoutSeconds, signal);
    return (async function* bytes() {
      for (;;) {
        while (queue.length > 0) {
          yield new TextEncoder().encode(queue.shift());
        }
        if (ended) {
          if (ended.error) throw ended.error;
          return;
        }
        await new Promise<void>(sleepUntilWoken);
      }
    })();
  }

  /** Bookmarks, and the polite end. */
  private async live(watch: OpenWatch, seconds: number, signal: AbortSignal) {
    try {
      for (let left = seconds * 1000; left > 0; left -= BOOKMARK_MS) {
        await this.timing.sleep(Math.min(BOOKMARK_MS, left), signal);
        this.flushDelayed();
        watch.push(
          `{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"${this.rv}"}}}\n`,
        );
      }
      if (!watch.stalled) {
        watch.end();
      }
    } catch {
      // The watcher went away.
    }
  }

  private record(event: StoredEvent) {
    this.history.push(event);
    const how = this.next;
    this.next = undefined;
    const text = line(event);
    switch (how) {
      case 'lose':
        break;
      case 'delay':
        this.flushDelayed();
        this.delayed = text;
        return;
      case 'truncate':
        this.send(text.slice(0, text.length / 2));
        this.cut();
        break;
      default:
        this.send(text);
    }
    this.flushDelayed();
  }

  private flushDelayed() {
    if (this.delayed) {
      this.send(this.delayed);
      this.delayed = undefined;
    }
  }

  private send(text: string) {
    this.open.forEach(watch => watch.push(text));
  }

  private failIfTold(what: 'list' | 'watch') {
    const status = this.failing[what].shift();
    if (status !== undefined) {
      throw refusal(status);
    }
  }
}

function line({ type, object }: StoredEvent): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function refusal(status: number): ClusterError {
  return new ClusterError({
    cluster: 'model',
    name: status === 404 ? 'NotFoundError' : 'ServiceUnavailableError',
    status,
    message: `refused with ${status}`,
  });
}
