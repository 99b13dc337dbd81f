import type { ServerResponse } from 'node:http';
import { ApiStatusError } from '../ApiStatusError';
import type { ObjectOperations } from '../operations/ObjectOperations';
import { apiVersionOf, storeResource } from '../registry/ResourceType';
import type { StoredObject, StoreEvent } from '../../store';
import type { Selection } from './listRequest';
import type { Representation } from './representation';

/** How a watch begins and ends. */
export interface WatchOptions {
  /** Events after this version; absent or 0: what is there first, as ADDED. */
  version?: number;
  /** What is there first, then a bookmark that says so. */
  sendInitialEvents: boolean;
  bookmarks: boolean;
  bookmarkIntervalMs: number;
  timeoutMs: number;
}

const maxBacklogBytes = 32 * 1024 * 1024;

/** One watch over HTTP: a line of JSON per event. */
export class WatchStream {
  private readonly stops: (() => void)[] = [];
  private sentVersion = 0;
  private silent = false;
  private ended = false;

  constructor(
    private readonly operations: ObjectOperations,
    private readonly selection: Selection,
    private readonly representation: Representation,
    private readonly response: ServerResponse,
    private readonly options: WatchOptions,
  ) {}

  start(): void {
    const { response, options } = this;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, private',
    });
    response.flushHeaders();
    response.on('close', () => this.release());
    const replay = this.replay();
    if (!replay) return;
    this.sentVersion = this.operations.store.currentVersion();
    this.stops.push(
      this.operations.store.subscribe(event => this.accept(event)),
    );
    const { registry } = this.operations;
    const { group, version, plural } = this.selection.type;
    this.stops.push(
      registry.onChange(() => {
        // The kind is no longer served: a client that comes back is told so.
        if (!registry.find(group, version, plural)) this.end();
      }),
    );
    if (options.bookmarks) {
      const timer = setInterval(
        () => this.bookmark(),
        options.bookmarkIntervalMs,
      );
      this.stops.push(() => clearInterval(timer));
    }
    const timeout = setTimeout(() => this.end(), options.timeoutMs);
    this.stops.push(() => clearTimeout(timeout));
  }

  /** Says nothing more, but stays open. */
  silence(): void {
    this.silent = true;
  }

  /** Ends in the regular way. */
  end(): void {
    if (this.ended) return;
    this.release();
    this.response.end();
  }

  /** Drops the connection. */
  cut(): void {
    this.release();
    this.response.destroy();
  }

  /** Sends an ERROR event and ends. */
  fail(error: ApiStatusError): void {
    this.write('ERROR', JSON.stringify(error.toStatus()));
    this.end();
  }

  private replay(): boolean {
    const { selection, options, operations } = this;
    const fromNow = !options.version || options.sendInitialEvents;
    if (fromNow) {
      for (const stored of operations.list(
        selection.type,
        selection.namespace,
      )) {
        if (selection.matches(stored.object)) this.send('ADDED', stored);
      }
      this.sentVersion = operations.store.currentVersion();
      if (options.sendInitialEvents) this.bookmark(true);
      return true;
    }
    const missed = operations.store.eventsSince(
      storeResource(selection.type),
      options.version!,
    );
    if (!missed) {
      this.fail(
        ApiStatusError.expired(
          `too old resource version: ${
            options.version
          } (${operations.store.oldestVersion()})`,
        ),
      );
      return false;
    }
    missed.forEach(event => this.accept(event));
    return true;
  }

  private accept(event: StoreEvent): void {
    const { selection } = this;
    this.sentVersion = event.version;
    if (event.resource !== storeResource(selection.type)) return;
    const { namespace } = event.current.object.metadata;
    if (
      selection.namespace !== undefined &&
      namespace !== selection.namespace
    ) {
      return;
    }
    const before =
      event.previous !== undefined && selection.matches(event.previous.object);
    const after =
      event.type !== 'DELETED' && selection.matches(event.current.object);
    if (after) this.send(before ? 'MODIFIED' : 'ADDED', event.current);
    else if (before) this.send('DELETED', event.current);
  }

  private send(type: string, stored: StoredObject): void {
    const seen = this.operations.inVersion(this.selection.type, stored);
    this.write(type, this.representation.one(this.selection.type, seen));
  }

  private bookmark(endsInitialEvents = false): void {
    const { type } = this.selection;
    this.write(
      'BOOKMARK',
      JSON.stringify({
        kind: type.kind,
        apiVersion: apiVersionOf(type),
        metadata: {
          resourceVersion: String(this.sentVersion),
          creationTimestamp: null,
          ...(endsInitialEvents
            ? { annotations: { 'k8s.io/initial-events-end': 'true' } }
            : {}),
        },
      }),
    );
  }

  private write(type: string, object: string): void {
    if (this.ended || this.silent) return;
    this.response.write(`{"type":"${type}","object":${object}}\n`);
    // A client that does not read is cut; it can resume from where it was.
    if (this.response.writableLength > maxBacklogBytes) this.cut();
  }

  private release(): void {
    this.ended = true;
    this.stops.splice(0).forEach(stop => stop());
  }
}
