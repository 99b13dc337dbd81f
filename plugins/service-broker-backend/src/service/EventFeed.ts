import type { LoggerService } from '@backstage/backend-plugin-api';
import type { BrokerEvent } from '@jimu/plugin-service-broker-common';
import type { Outbox } from './BrokerStore';

export interface EventFeedOptions {
  outbox: Outbox;
  logger: LoggerService;
  /** How often other processes' entries are looked for while somebody listens. */
  pollMs?: number;
}

type Listener = (events: BrokerEvent[]) => void;

const PAGE = 200;

/** Follows the outbox once for all listeners of this process, also what other processes have put there. */
export class EventFeed {
  private readonly listeners = new Set<Listener>();
  /** Undefined while nobody listens. */
  private position?: number;
  private starting?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private reading?: Promise<void>;
  private readAgain = false;

  constructor(private readonly options: EventFeedOptions) {}

  /** Where a listener without a past begins. */
  async head(): Promise<number> {
    return (await this.options.outbox.bounds()).last;
  }

  /** Entries after `id`; undefined when some of them are trimmed away and the listener must read everything anew. */
  async since(id: number): Promise<BrokerEvent[] | undefined> {
    const { first, last } = await this.options.outbox.bounds();
    if (id > last || id + 1 < first) return undefined;
    const events: BrokerEvent[] = [];
    let position = id;
    for (;;) {
      const page = await this.options.outbox.read(position, PAGE);
      events.push(...page);
      if (page.length < PAGE) return events;
      position = Number(page[page.length - 1].id);
    }
  }

  /** Every entry from now on, in order, and perhaps some that came just before. Answers a function that ends it. */
  async subscribe(listener: Listener): Promise<() => void> {
    this.listeners.add(listener);
    this.starting ??= this.head().then(head => {
      this.position = head;
      this.poll();
    });
    const unsubscribe = () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearTimeout(this.timer);
      this.position = undefined;
      this.starting = undefined;
    };
    try {
      await this.starting;
    } catch (error) {
      this.starting = undefined;
      unsubscribe();
      throw error;
    }
    return unsubscribe;
  }

  /** Looks at once: this process has just written. */
  wake(): void {
    if (this.position === undefined) return;
    if (this.reading) {
      this.readAgain = true;
      return;
    }
    this.reading = this.read().finally(() => {
      this.reading = undefined;
      if (this.readAgain) {
        this.readAgain = false;
        this.wake();
      }
    });
  }

  private poll(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.wake();
      this.poll();
    }, this.options.pollMs ?? 500);
    this.timer.unref();
  }

  private async read(): Promise<void> {
    const from = this.position;
    if (from === undefined) return;
    try {
      const events = await this.options.outbox.read(from, PAGE);
      // The last listener may have left, and another have come, while this was read.
      if (events.length === 0 || this.position !== from) return;
      this.position = Number(events[events.length - 1].id);
      this.listeners.forEach(listener => listener(events));
      if (events.length === PAGE) this.readAgain = true;
    } catch (error) {
      // Listeners stay: the database may be back at the next look, and nothing is passed over.
      this.options.logger.warn('The outbox cannot be read', error as Error);
    }
  }
}
