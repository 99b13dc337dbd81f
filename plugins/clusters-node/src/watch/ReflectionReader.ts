import type { Reflection, RowChange } from '../types';
import { deferred } from './deferred';
import type { Reflector } from './Reflector';

/** One reader's share of a reflector. */
export class ReflectionReader<Row> implements Reflection<Row> {
  private readonly listeners = new Set<(change: RowChange<Row>) => void>();
  private closed = false;

  constructor(
    readonly cluster: string,
    private readonly reflector: Reflector<Row>,
    private readonly onListenerError: (error: Error) => void,
    private readonly onClose: () => void,
  ) {}

  get state() {
    return this.closed ? 'stopped' : this.reflector.state;
  }

  get lastSeen() {
    return this.reflector.lastSeen;
  }

  rows() {
    return this.reflector.allRows();
  }

  row(name: string, namespace?: string) {
    return this.reflector.row(name, namespace);
  }

  unreadable() {
    return this.reflector.unreadable();
  }

  subscribe(listener: (change: RowChange<Row>) => void): () => void {
    // Wrapped, so that one function subscribed twice counts twice.
    const own = (change: RowChange<Row>) => listener(change);
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  async ready(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (!signal) {
      return this.reflector.firstList;
    }
    const aborted = deferred<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    try {
      return await Promise.race([this.reflector.firstList, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  close() {
    if (!this.closed) {
      this.closed = true;
      this.listeners.clear();
      this.onClose();
    }
  }

  /** Passes a change on; what a listener does wrong stays with that listener. */
  tell(change: RowChange<Row>) {
    for (const listener of this.listeners) {
      try {
        const result: unknown = listener(change);
        if (result instanceof Promise) {
          result.catch(this.onListenerError);
        }
      } catch (error) {
        this.onListenerError(error as Error);
      }
    }
  }
}
