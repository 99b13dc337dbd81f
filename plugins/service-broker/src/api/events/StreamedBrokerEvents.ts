import type { BrokerEvent } from '@jimu/plugin-service-broker-common';
import type {
  BrokerEventListener,
  BrokerEvents,
  ConnectionState,
} from './BrokerEvents';
import { reconnectDelay } from './reconnectDelay';
import { ServerSentEventParser } from './ServerSentEventParser';

export interface StreamedBrokerEventsOptions {
  /** Opens the stream; rejects or answers a status other than 200 when it cannot. */
  open(lastEventId: string | undefined, signal: AbortSignal): Promise<Response>;
  /** Resolves after the time or as soon as the signal aborts. */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
  random(): number;
  /** A stream that says nothing for this long, not even a heartbeat, is taken for dead. */
  silenceMs?: number;
  /** How long an interruption goes unmentioned; servers end streams now and then, to have rights and sessions looked at. */
  graceMs?: number;
  /** How long the stream stays open after the last listener left, so that a change of page does not reopen it. */
  lingerMs?: number;
}

const SILENCE_MS = 60_000;
const LINGER_MS = 5_000;
const GRACE_MS = 2_000;

/**
 * Keeps one event stream open while somebody listens: reconnects with back-off and jitter, sends `Last-Event-ID`, drops a
 * stream that went silent, and asks listeners to read again once whenever a stream has opened.
 */
export class StreamedBrokerEvents implements BrokerEvents {
  private readonly listeners = new Set<BrokerEventListener>();
  private readonly stateListeners = new Set<() => void>();
  private connection: ConnectionState = 'connecting';
  private lastEventId: string | undefined;
  private running: AbortController | undefined;
  private wake: AbortController | undefined;
  private leaving: AbortController | undefined;
  private reopened: AbortController | undefined;

  constructor(private readonly options: StreamedBrokerEventsOptions) {}

  readonly state = {
    get: () => this.connection,
    subscribe: (onChange: () => void) => {
      this.stateListeners.add(onChange);
      return () => {
        this.stateListeners.delete(onChange);
      };
    },
  };

  subscribe(listener: BrokerEventListener): () => void {
    this.listeners.add(listener);
    this.leaving?.abort();
    this.leaving = undefined;
    if (!this.running) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.leave();
    };
  }

  /** Tries again at once instead of waiting out the back-off; for when the browser comes back online or to the front. */
  reconnectNow(): void {
    this.wake?.abort();
  }

  private start() {
    const controller = new AbortController();
    this.running = controller;
    this.keepOpen(controller.signal).catch(error => {
      // Only a fault of a listener ends up here; the stream must not die of it in silence.
      this.setState('offline');
      this.running = undefined;
      throw error;
    });
  }

  private async leave() {
    this.leaving?.abort();
    const leaving = new AbortController();
    this.leaving = leaving;
    await this.options.delay(
      this.options.lingerMs ?? LINGER_MS,
      leaving.signal,
    );
    if (leaving.signal.aborted || this.listeners.size > 0) return;
    this.running?.abort();
    this.running = undefined;
    this.setState('connecting');
  }

  private async keepOpen(signal: AbortSignal) {
    let failures = 0;
    while (!signal.aborted) {
      const attempt = await this.readOnce(signal);
      if (signal.aborted) return;
      if (attempt === 'refused') this.setState('offline');
      else this.mention(signal);
      failures = attempt === 'refused' ? failures + 1 : 0;
      this.wake = new AbortController();
      await this.options.delay(
        reconnectDelay(failures, this.options.random),
        AbortSignal.any([signal, this.wake.signal]),
      );
    }
  }

  /** Becomes `offline` unless the stream is open again soon. */
  private async mention(signal: AbortSignal) {
    const opened = new AbortController();
    this.reopened = opened;
    await this.options.delay(
      this.options.graceMs ?? GRACE_MS,
      AbortSignal.any([signal, opened.signal]),
    );
    if (!signal.aborted && !opened.signal.aborted) this.setState('offline');
  }

  /** Reads one stream to its end, whatever ends it. */
  private async readOnce(signal: AbortSignal): Promise<'ended' | 'refused'> {
    const attempt = new AbortController();
    const both = AbortSignal.any([signal, attempt.signal]);
    let opened = false;
    try {
      const response = await this.orSilence(
        this.options.open(this.lastEventId, both),
      );
      if (response?.ok && response.body) {
        opened = true;
        this.onOpen();
        await this.readBody(response.body);
      }
    } catch {
      // Every failure of the network is answered in the same way: another attempt.
    } finally {
      // Ends the request where it still runs: silence, or a body that nobody will read.
      attempt.abort();
    }
    return opened ? 'ended' : 'refused';
  }

  private onOpen() {
    this.reopened?.abort();
    this.setState('live');
    // Something may have happened between what the pages read and the begin of this stream, the first one included.
    this.resync();
  }

  private async readBody(body: ReadableStream<Uint8Array>) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const parser = new ServerSentEventParser();
    try {
      for (;;) {
        const piece = await this.orSilence(reader.read());
        if (!piece || piece.done) return;
        const text = decoder.decode(piece.value, { stream: true });
        for (const { event, data } of parser.push(text)) {
          if (event === 'reset') this.resync();
          else this.publish(data);
        }
        this.lastEventId = parser.lastEventId ?? this.lastEventId;
      }
    } finally {
      // The stream has ended or broken already: that it cannot be cancelled any more is no news.
      reader.cancel().catch(() => undefined);
    }
  }

  /** What was awaited, or undefined when nothing came for too long. */
  private async orSilence<T>(awaited: Promise<T>): Promise<T | undefined> {
    const arrived = new AbortController();
    const silence = this.options
      .delay(this.options.silenceMs ?? SILENCE_MS, arrived.signal)
      .then(() => undefined);
    try {
      return await Promise.race([awaited, silence]);
    } finally {
      arrived.abort();
    }
  }

  private resync() {
    this.listeners.forEach(listener => listener.onResync?.());
  }

  private publish(data: string) {
    const event = parseEvent(data);
    if (event) this.listeners.forEach(listener => listener.onEvent?.(event));
  }

  private setState(state: ConnectionState) {
    if (this.connection === state) return;
    this.connection = state;
    this.stateListeners.forEach(onChange => onChange());
  }
}

/** Undefined for data of another shape, such as a greeting: a newer server may say more than this page knows. */
function parseEvent(data: string): BrokerEvent | undefined {
  try {
    const event = JSON.parse(data) as Partial<BrokerEvent> | null;
    const known = event?.type === 'instance' || event?.type === 'removed';
    return known && event.instance?.id ? (event as BrokerEvent) : undefined;
  } catch {
    return undefined;
  }
}
