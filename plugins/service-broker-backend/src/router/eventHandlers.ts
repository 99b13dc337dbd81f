import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  BrokerEvent,
  instanceReadPermission,
  ProblemError,
} from '@jimu/plugin-service-broker-common';
import type { Response } from 'express';
import { problems } from '../model/problems';
import type { Caller } from '../service/Broker';
import type { EventFeed } from '../service/EventFeed';
import type { TenantScope, TenantScopes } from '../service/TenantScopes';
import type { Handlers } from './handlers';
import { parseLastEventId } from './parse';

export interface EventStreamOptions {
  feed: EventFeed;
  scopes: TenantScopes;
  logger: LoggerService;
  /** Aborts when the process is about to stop. */
  stopping: AbortSignal;
  /** How often a stream shows that it lives, and looks whether its viewer still may see what it sends. */
  heartbeatMs?: number;
}

/** A person has a few pages open, not hundreds. */
const MAX_STREAMS_PER_CALLER = 20;
/** A reader this far behind is cut off; it resumes where it was. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 15_000;

class ViewerStream {
  private scope?: TenantScope;
  private sent = 0;
  private readonly ended = new AbortController();

  constructor(
    private readonly res: Response,
    private readonly caller: Caller,
    private readonly options: EventStreamOptions,
  ) {}

  async open(lastEventId: number | undefined): Promise<void> {
    const { feed, stopping } = this.options;
    await this.lookAtRights();
    // Events of the meantime wait here until those that were missed are sent.
    let waiting: BrokerEvent[] | undefined = [];
    const unsubscribe = await feed.subscribe(events => {
      if (waiting) waiting.push(...events);
      else this.send(events);
    });
    const timers = this.startTimers();
    const end = () => this.ended.abort();
    this.res.on('close', end);
    stopping.addEventListener('abort', end);
    this.ended.signal.addEventListener('abort', () => {
      unsubscribe();
      timers.forEach(clearTimeout);
      stopping.removeEventListener('abort', end);
      this.res.end();
    });
    if (stopping.aborted) {
      end();
      return;
    }
    try {
      this.begin();
      await this.catchUp(lastEventId);
    } catch (error) {
      end();
      throw error;
    }
    const missed = waiting;
    waiting = undefined;
    this.send(missed);
  }

  private begin(): void {
    this.res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform keeps the compression of the HTTP server from holding messages back.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.res.flushHeaders();
  }

  private async catchUp(lastEventId: number | undefined): Promise<void> {
    const { feed } = this.options;
    const missed =
      lastEventId === undefined ? [] : await feed.since(lastEventId);
    if (lastEventId === undefined || !missed) {
      this.sent = await feed.head();
      // Without an id of its own a client that is cut off before the first message could not resume.
      this.write(`id: ${this.sent}\n`, missed ? ': here' : 'event: reset');
      return;
    }
    this.sent = lastEventId;
    this.send(missed);
  }

  private send(events: BrokerEvent[]): void {
    for (const event of events) {
      const id = Number(event.id);
      if (id <= this.sent || this.ended.signal.aborted) continue;
      this.sent = id;
      if (!this.scope?.allows(event.instance.tenant)) continue;
      this.write(`id: ${event.id}\n`, `data: ${JSON.stringify(event)}`);
    }
  }

  private write(id: string, line: string): void {
    const message = line.startsWith('event:') ? `${line}\ndata: {}` : line;
    this.res.write(`${id}${message}\n\n`);
    if (this.res.writableLength > MAX_BUFFERED_BYTES) this.ended.abort();
  }

  private startTimers(): NodeJS.Timeout[] {
    const { heartbeatMs = HEARTBEAT_MS, logger } = this.options;
    const heartbeat = setInterval(() => {
      this.res.write(': alive\n\n');
      this.lookAtRights().catch(error => {
        // Without an answer nobody can say what this viewer may see.
        logger.debug('A stream ends: its rights are unknown', error);
        this.ended.abort();
      });
    }, heartbeatMs);
    const timers: NodeJS.Timeout[] = [heartbeat];
    const { expiresAt } = this.caller.credentials;
    if (expiresAt) {
      const left = Math.max(0, expiresAt.getTime() - Date.now());
      // A longer wait than a timer can hold is as good as none: the page is reloaded before.
      if (left < 2 ** 31) {
        timers.push(setTimeout(() => this.ended.abort(), left));
      }
    }
    return timers;
  }

  private async lookAtRights(): Promise<void> {
    const [scope] = await this.options.scopes.of(this.caller, [
      instanceReadPermission,
    ]);
    this.scope = scope;
  }
}

/**
 * Server-sent events: one message per change of an instance that the viewer may see, with the outbox id as its id.
 * `event: reset` says that messages were missed for good and everything is to be read anew.
 */
export function eventHandlers(
  options: EventStreamOptions,
): Handlers<'streamEvents'> {
  const open = new Map<string, number>();
  return {
    async streamEvents(req, res, caller) {
      const { actor } = caller;
      const count = open.get(actor) ?? 0;
      if (count >= MAX_STREAMS_PER_CALLER) {
        throw new ProblemError('ServiceUnavailableError', [
          problems.tooManyStreams(MAX_STREAMS_PER_CALLER),
        ]);
      }
      open.set(actor, count + 1);
      res.on('close', () => {
        const left = open.get(actor)! - 1;
        if (left > 0) open.set(actor, left);
        else open.delete(actor);
      });
      const stream = new ViewerStream(res, caller, options);
      await stream.open(parseLastEventId(req.header('last-event-id')));
    },
  };
}
