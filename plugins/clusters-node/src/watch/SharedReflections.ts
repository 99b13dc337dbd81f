import type { LoggerService } from '@backstage/backend-plugin-api';
import type { WatchInfo } from '@jimu/plugin-clusters-common';
import type { Timing } from '../http/Timing';
import type { Reflection, WatchSpec } from '../types';
import { ReflectionReader } from './ReflectionReader';
import { Reflector } from './Reflector';
import type { WatchSource } from './WatchSource';

interface Shared {
  reflector: Reflector<any>;
  readers: Set<ReflectionReader<any>>;
}

export interface SharedReflectionsOptions {
  cluster: string;
  timing: Timing;
  logger: LoggerService;
  createSource(spec: WatchSpec<unknown>): WatchSource;
}

/** The reflectors of one cluster; readers of the same spec share one. */
export class SharedReflections {
  private readonly shared = new Map<string, Shared>();
  private readonly stopping = new Set<Promise<void>>();
  private stopped = false;

  constructor(private readonly options: SharedReflectionsOptions) {}

  open<Row>(spec: WatchSpec<Row>): Reflection<Row> {
    if (this.stopped) {
      throw new Error('the portal is shutting down');
    }
    const key = JSON.stringify([
      spec.id,
      spec.apiVersion,
      spec.kind,
      spec.namespace,
      spec.labelSelector,
      spec.fieldSelector,
    ]);
    let shared = this.shared.get(key);
    if (!shared) {
      shared = this.start(spec);
      this.shared.set(key, shared);
    }
    const { reflector, readers } = shared;
    const reader: ReflectionReader<Row> = new ReflectionReader<Row>(
      this.options.cluster,
      reflector,
      error =>
        this.options.logger.error(
          `A reader of ${spec.kind} on cluster ${this.options.cluster} failed`,
          error,
        ),
      () => {
        readers.delete(reader);
        if (readers.size === 0 && this.shared.get(key)?.readers === readers) {
          this.shared.delete(key);
          this.end(reflector);
        }
      },
    );
    readers.add(reader);
    return reader;
  }

  infos(): WatchInfo[] {
    return [...this.shared.values()].map(({ reflector }) => reflector.info);
  }

  /** The cluster was found unreachable. */
  suspect(message: string) {
    this.shared.forEach(({ reflector }) => reflector.suspect(message));
  }

  /** The cluster answers again. */
  nudge() {
    this.shared.forEach(({ reflector }) => reflector.nudge());
  }

  async stop() {
    this.stopped = true;
    this.shared.forEach(({ reflector }) => this.end(reflector));
    this.shared.clear();
    await Promise.all(this.stopping);
  }

  private start<Row>(spec: WatchSpec<Row>): Shared {
    const { cluster, timing, logger } = this.options;
    const readers = new Set<ReflectionReader<Row>>();
    const reflector = new Reflector<Row>({
      cluster,
      spec,
      timing,
      source: this.options.createSource(spec),
      onChange: change => readers.forEach(reader => reader.tell(change)),
      onTrouble: message =>
        logger.warn(
          `Watch of ${spec.kind} (${spec.apiVersion}) on cluster ${cluster}: ${message}`,
        ),
    });
    return { reflector, readers };
  }

  private end(reflector: Reflector<unknown>) {
    const stopping = reflector.stop().finally(() => {
      this.stopping.delete(stopping);
    });
    this.stopping.add(stopping);
  }
}
