import type { ClusterHealthState } from '@jimu/plugin-clusters-common';
import type { Timing } from '../http/Timing';

/** What a probe learned. */
export interface ProbeAnswer {
  version?: string;
  /** Round trip in milliseconds. */
  latencyMs: number;
}

export interface ClusterHealth {
  health: ClusterHealthState;
  message?: string;
  version?: string;
  latencyMs?: number;
  lastSeen?: Date;
}

export interface HealthProberOptions {
  /**
   * Rejects when the cluster does not answer in time or is not ready.
   *
   * @param version - of the last probe; undefined asks for it anew
   */
  probe(version: string | undefined, signal: AbortSignal): Promise<ProbeAnswer>;
  timing: Timing;
  onDown(message: string): void;
  onUp(): void;
}

const PERIOD_MS = 10_000;
/** A cluster that is down is asked more often: everything waits for it. */
const PERIOD_DOWN_MS = 5_000;
/** A version changes with an upgrade, and an upgrade rarely goes unnoticed. */
const VERSION_KEPT_MS = 10 * 60_000;

/** Asks one cluster again and again how it is; each cluster has its own, so a dead one holds up no other. */
export class HealthProber {
  private readonly stopped = new AbortController();
  private readonly running: Promise<void>;
  private versionAt = -Infinity;
  private current: ClusterHealth = { health: 'unknown' };

  constructor(private readonly options: HealthProberOptions) {
    this.running = this.run();
  }

  get health(): ClusterHealth {
    return this.current;
  }

  async stop() {
    this.stopped.abort();
    await this.running;
  }

  private async run() {
    const { timing } = this.options;
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await this.probeOnce(signal);
      const period =
        this.current.health === 'healthy' ? PERIOD_MS : PERIOD_DOWN_MS;
      try {
        await timing.sleep(period * (0.8 + 0.2 * timing.random()), signal);
      } catch {
        // Stopped; the loop ends.
      }
    }
  }

  private async probeOnce(signal: AbortSignal) {
    const { probe, timing, onDown, onUp } = this.options;
    const before = this.current;
    const startedAt = timing.now();
    try {
      const known =
        before.health === 'healthy' &&
        startedAt - this.versionAt < VERSION_KEPT_MS
          ? before.version
          : undefined;
      const { version, latencyMs } = await probe(known, signal);
      if (!known) {
        this.versionAt = startedAt;
      }
      this.current = {
        health: 'healthy',
        version,
        latencyMs,
        lastSeen: timing.date(),
      };
      if (before.health === 'unreachable') {
        onUp();
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const { message } = error as Error;
      this.current = {
        health: 'unreachable',
        message,
        version: before.version,
        lastSeen: before.lastSeen,
      };
      if (before.health !== 'unreachable') {
        onDown(message);
      }
    }
  }
}
