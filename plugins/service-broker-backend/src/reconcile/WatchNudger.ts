import type { LoggerService } from '@backstage/backend-plugin-api';
import type { GroupVersionKind } from '@jimu/plugin-clusters-common';
import type { ClustersService, Reflection } from '@jimu/plugin-clusters-node';
import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  MANAGED_BY,
} from '@jimu/plugin-service-broker-node';

export interface WatchNudgerOptions {
  clusters: ClustersService;
  /** What is to be watched now: a kind that a cluster does not serve is left out. */
  wanted(): Promise<{ cluster: string; kind: GroupVersionKind }[]>;
  /** Makes an instance due. */
  nudge(instanceId: string): Promise<void>;
  logger: LoggerService;
  /** Changes of one instance within this time make one visit. */
  gatherMs?: number;
}

interface Marker {
  instanceId?: string;
  resourceVersion?: string;
}

/** Watches the objects of instances and has those visited whose objects change. What changed, a visit finds out. */
export class WatchNudger {
  private readonly watches = new Map<string, Reflection<Marker>>();
  private readonly gathered = new Set<string>();
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly options: WatchNudgerOptions) {}

  /** Begins and ends watches so that they are the ones that are wanted. */
  async update(): Promise<void> {
    const wanted = await this.options.wanted();
    if (this.stopped) return;
    const keys = new Set(wanted.map(keyOf));
    for (const [key, watch] of this.watches) {
      if (!keys.has(key)) {
        watch.close();
        this.watches.delete(key);
      }
    }
    for (const entry of wanted) {
      const key = keyOf(entry);
      if (!this.watches.has(key)) this.watches.set(key, this.watch(entry));
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const watch of this.watches.values()) watch.close();
    this.watches.clear();
  }

  private watch({
    cluster,
    kind,
  }: {
    cluster: string;
    kind: GroupVersionKind;
  }): Reflection<Marker> {
    const reflection = this.options.clusters.watch<Marker>(cluster, {
      id: 'service-broker',
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      labelSelector: `${LABEL_MANAGED_BY}=${MANAGED_BY}`,
      trim: ({ metadata }) => ({
        instanceId: metadata.labels?.[LABEL_INSTANCE],
        resourceVersion: metadata.resourceVersion,
      }),
    });
    reflection.subscribe(({ row, previous }) => {
      // What is found when a watch begins is not news.
      if (!previous && reflection.state === 'syncing') return;
      const id = (row ?? previous)?.instanceId;
      if (id) this.gather(id);
    });
    return reflection;
  }

  private gather(instanceId: string): void {
    this.gathered.add(instanceId);
    this.timer ??= setTimeout(
      () => void this.flush(),
      this.options.gatherMs ?? 200,
    );
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    const ids = [...this.gathered];
    this.gathered.clear();
    for (const id of ids) {
      try {
        await this.options.nudge(id);
      } catch (error) {
        // A nudge is a favour: the instance is visited in any case, only later.
        this.options.logger.debug(`Nudging ${id} failed`, error as Error);
      }
    }
  }
}

function keyOf({
  cluster,
  kind,
}: {
  cluster: string;
  kind: GroupVersionKind;
}): string {
  return `${cluster} ${kind.apiVersion} ${kind.kind}`;
}
