import type { WatchInfo, WatchState } from '@jimu/plugin-clusters-common';
import { isClusterError } from '../ClusterError';
import type { Timing } from '../http/Timing';
import type { RowChange, UnreadableObject, WatchSpec } from '../types';
import { applyWatchEvents, EventsEnd } from './applyWatchEvents';
import { backoffMs } from './backoff';
import { TrimmedRows } from './TrimmedRows';
import { deferred } from './deferred';
import { endWhenSilent } from './endWhenSilent';
import type { WatchSource } from './WatchSource';

/** API servers send a bookmark each minute; a watch without any for longer is dead although it is open. */
const SILENCE_MS = 65_000;
/** A watch that ends before counts as a failure, also when it ends politely. */
const SHORT_LIFE_MS = 10_000;
/** Lists again after this long, at the next end of a watch: a lost event leaves no other trace. */
const RESYNC_MS = 15 * 60_000;
const MISSING_KIND_MS = 30_000;
/** Attempts to go on where the last watch ended, before a new list. */
const MAX_RESUMES = 3;
/** Watches of a cluster that came back return within this time, not all at once. */
const NUDGE_SPREAD_MS = 1_000;

/** Why a watch came to its end. */
type WatchEnd = EventsEnd | 'interrupted' | 'silent';

const WORDS: Record<'expired' | 'doubtful' | 'silent', string> = {
  expired: 'the API server has forgotten where the watch was (410)',
  doubtful: 'the watch sent events out of order',
  silent: 'the watch sent nothing for too long',
};

/** Four to five minutes, so that watches do not all end together. */
function watchSeconds(random: number): number {
  return Math.round(240 + 60 * random);
}

export interface ReflectorOptions<Row> {
  cluster: string;
  spec: WatchSpec<Row>;
  source: WatchSource;
  timing: Timing;
  onChange(change: RowChange<Row>): void;
  /** Called when trouble begins, not for each attempt. */
  onTrouble(message: string): void;
}

/** Keeps the trimmed copy of one set of objects equal to the cluster's, whatever happens to lists and watches. */
export class Reflector<Row> {
  private readonly rows: TrimmedRows<Row>;
  private readonly stopped = new AbortController();
  private readonly synced = deferred();
  private readonly running: Promise<void>;
  private currentState: WatchState = 'syncing';
  private message?: string;
  private seen?: { at: number; date: Date };
  private listedAt?: number;
  private needsList = true;
  /** In a row, without a watch that lived in between. */
  private failures = 0;
  private missing = 0;
  private wake?: () => void;
  /** Ends the open watch that is not to be trusted. */
  private interrupt?: () => void;
  private suspected = false;

  constructor(private readonly options: ReflectorOptions<Row>) {
    const { cluster, spec } = options;
    this.rows = new TrimmedRows(
      cluster,
      { apiVersion: spec.apiVersion, kind: spec.kind },
      spec.trim,
    );
    // Nobody may be waiting when it is stopped before its first list.
    this.synced.promise.catch(() => {});
    this.running = this.run();
  }

  get state(): WatchState {
    return this.currentState;
  }

  get lastSeen(): Date | undefined {
    return this.seen?.date;
  }

  get info(): WatchInfo {
    const { apiVersion, kind, namespace, labelSelector } = this.options.spec;
    return {
      apiVersion,
      kind,
      namespace,
      labelSelector,
      state: this.currentState,
      objects: this.rows.size,
      lastSeen: this.lastSeen?.toISOString(),
      message: this.message ?? this.unreadableMessage(),
    };
  }

  allRows(): Row[] {
    return this.rows.rows();
  }

  row(name: string, namespace?: string): Row | undefined {
    return this.rows.row(name, namespace);
  }

  unreadable(): UnreadableObject[] {
    return this.rows.unreadable();
  }

  /** Settles with the first full list, or rejects when stopped before. */
  get firstList(): Promise<void> {
    return this.synced.promise;
  }

  /** The cluster was found unreachable: what is shown may be old. */
  suspect(message: string) {
    if (this.currentState === 'live') {
      this.suspected = true;
      this.currentState = 'stale';
      this.message = message;
    }
  }

  /** The cluster is back: no use in waiting out a long pause, or in trusting a watch from before. */
  nudge() {
    if (this.suspected) {
      this.interrupt?.();
    }
    if (this.missing === 0) {
      this.failures = Math.min(this.failures, 1);
      this.wake?.();
    }
  }

  async stop() {
    this.stopped.abort();
    await this.running;
  }

  private async run() {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      let pauseMs: number;
      try {
        if (this.needsList) {
          await this.list();
        }
        pauseMs = await this.follow();
      } catch (error) {
        if (signal.aborted) break;
        pauseMs = this.failed(error as Error);
      }
      await this.pause(pauseMs);
    }
    this.currentState = 'stopped';
    this.synced.reject(new Error('the watch was closed'));
  }

  private async list() {
    const { source } = this.options;
    const { items, resourceVersion } = await source.list(item => {
      this.sawLife();
      return this.rows.entryOf(item);
    }, this.stopped.signal);
    this.sawLife();
    this.needsList = false;
    this.missing = 0;
    this.listedAt = this.options.timing.now();
    this.rows.replace(items, resourceVersion).forEach(this.options.onChange);
    this.synced.resolve();
  }

  /** Watches until the watch ends; answers how long to wait before the next one. */
  private async follow(): Promise<number> {
    const { timing } = this.options;
    const startedAt = timing.now();
    let end: WatchEnd;
    try {
      end = await this.watchOnce();
    } catch (error) {
      if (timing.now() - startedAt >= SHORT_LIFE_MS) {
        this.failures = 0;
      }
      throw error;
    }
    const lived = timing.now() - startedAt;
    if (this.stopped.signal.aborted) {
      return 0;
    }
    if (end === 'interrupted') {
      return timing.random() * NUDGE_SPREAD_MS;
    }
    if (end === 'closed' && lived >= SHORT_LIFE_MS) {
      this.failures = 0;
      this.needsList =
        timing.now() - this.listedAt! > RESYNC_MS * (0.9 + timing.random() / 5);
      return 0;
    }
    this.failures = lived >= SHORT_LIFE_MS ? 1 : this.failures + 1;
    if (end !== 'closed') {
      this.troubled('stale', WORDS[end]);
    }
    this.needsList =
      end === 'expired' || end === 'doubtful' || this.failures > MAX_RESUMES;
    return backoffMs(this.failures, timing.random());
  }

  private async watchOnce(): Promise<WatchEnd> {
    const { source, timing } = this.options;
    const ended = new AbortController();
    const signal = AbortSignal.any([this.stopped.signal, ended.signal]);
    let early: 'silent' | 'interrupted' | undefined;
    const endEarly = (why: typeof early) => {
      early = why;
      ended.abort();
    };
    this.interrupt = () => endEarly('interrupted');
    try {
      const bytes = await source.watch(
        this.rows.resourceVersion,
        watchSeconds(timing.random()),
        signal,
      );
      this.suspected = false;
      this.currentState = 'live';
      this.message = undefined;
      this.sawLife();
      endWhenSilent({
        timing,
        signal,
        silenceMs: SILENCE_MS,
        lastHeard: () => this.seen!.at,
        end: () => endEarly('silent'),
      });
      return await applyWatchEvents(bytes, this.rows, {
        signal,
        onEvent: () => this.sawLife(),
        onChange: this.options.onChange,
      });
    } catch (error) {
      if (early) {
        return early;
      }
      if (isClusterError(error) && error.status === 410) {
        return 'expired';
      }
      throw error;
    } finally {
      this.interrupt = undefined;
      ended.abort();
    }
  }

  private failed(error: Error): number {
    const { timing } = this.options;
    if (isClusterError(error) && error.status === 404) {
      return this.kindIsMissing(error.message);
    }
    this.failures++;
    this.missing = 0;
    if (this.failures > MAX_RESUMES) {
      this.needsList = true;
    }
    this.troubled(
      this.listedAt === undefined ? 'failed' : 'stale',
      error.message,
    );
    const asked = isClusterError(error) ? error.retryAfterMs ?? 0 : 0;
    return Math.max(backoffMs(this.failures, timing.random()), asked);
  }

  private kindIsMissing(message: string): number {
    const { timing } = this.options;
    this.needsList = true;
    this.missing++;
    this.troubled('failed', message);
    if (this.missing === 2) {
      // Once may be an API server that has only just started; twice means that the objects went with their kind.
      this.rows.replace([], '').forEach(this.options.onChange);
    }
    return MISSING_KIND_MS * (0.75 + timing.random() / 2);
  }

  private troubled(state: 'stale' | 'failed', message: string) {
    if (this.currentState !== state || this.message !== message) {
      this.options.onTrouble(message);
    }
    this.currentState = state;
    this.message = message;
  }

  private async pause(ms: number) {
    if (ms <= 0) {
      return;
    }
    const { timing } = this.options;
    const stopped = this.stopped.signal;
    const awake = new AbortController();
    this.wake = () => awake.abort();
    try {
      await timing.sleep(ms, AbortSignal.any([stopped, awake.signal]));
    } catch {
      this.wake = undefined;
      if (!stopped.aborted) {
        await this.pause(timing.random() * NUDGE_SPREAD_MS);
      }
    } finally {
      this.wake = undefined;
    }
  }

  private sawLife() {
    const { timing } = this.options;
    this.seen = { at: timing.now(), date: timing.date() };
    if (this.suspected) {
      this.suspected = false;
      this.currentState = 'live';
      this.message = undefined;
    }
  }

  private unreadableMessage(): string | undefined {
    const [first, ...rest] = this.rows.unreadable();
    if (!first) {
      return undefined;
    }
    const name = [first.namespace, first.name].filter(Boolean).join('/');
    return `${rest.length + 1} unreadable, first: ${name || 'an object'} (${
      first.reason
    })`;
  }
}
