import type { SandboxApi, SandboxObject, WatchEventType } from '../../types';

export type Listener = (type: WatchEventType, object: SandboxObject) => void;

export interface Kind {
  apiVersion: string;
  kind: string;
}

interface Feed {
  listeners: Set<Listener>;
  stop: () => void;
}

/** One watch per kind, shared by all controllers, so that an event is taken apart once. Objects are shared: never change them. */
export class KindFeeds {
  private readonly feeds = new Map<string, Feed>();

  constructor(private readonly api: SandboxApi) {}

  /** Starts with ADDED for what is there. Answers a function that ends it. */
  follow(kind: Kind, listener: Listener): () => void {
    const id = `${kind.apiVersion}/${kind.kind}`;
    let feed = this.feeds.get(id);
    if (feed) {
      // Soon, as for the first listener; what it misses in between is still to come through the watch.
      setImmediate(() => this.replay(kind, id, listener));
    } else {
      const listeners = new Set<Listener>();
      feed = {
        listeners,
        stop: this.api.watch(kind, (type, object) => {
          for (const each of [...listeners]) each(type, object);
        }),
      };
      this.feeds.set(id, feed);
    }
    feed.listeners.add(listener);
    return () => this.unfollow(id, listener);
  }

  private replay(kind: Kind, id: string, listener: Listener): void {
    if (!this.feeds.get(id)?.listeners.has(listener)) return;
    for (const object of this.api.scan(kind)) listener('ADDED', object);
  }

  private unfollow(id: string, listener: Listener): void {
    const feed = this.feeds.get(id);
    if (!feed?.listeners.delete(listener) || feed.listeners.size) return;
    feed.stop();
    this.feeds.delete(id);
  }
}
