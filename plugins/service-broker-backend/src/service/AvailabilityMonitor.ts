import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClustersService } from '@jimu/plugin-clusters-node';
import type { Availability } from '@jimu/plugin-service-broker-common';
import type { Offering } from '@jimu/plugin-service-broker-node';
import type { Environment } from '@jimu/plugin-tenants-common';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import { availabilityOf, kindKey, ServedKinds } from '../model/availability';
import type { OfferingCatalog } from './OfferingCatalog';

export interface AvailabilityMonitorOptions {
  offerings: Pick<OfferingCatalog, 'offerings'>;
  clusters: ClustersService;
  tenants: Pick<TenantsService, 'environments'>;
  logger: LoggerService;
  /** Called after clusters were asked. */
  refreshed?: () => void;
  /** How often clusters are asked what they serve. */
  pollMs?: number;
}

const FIRST_ANSWER_MS = 3000;

/** Knows which offerings can be ordered where. Clusters are asked in the background, so that no page waits for one. */
export class AvailabilityMonitor {
  private kinds = new Map<string, ServedKinds>();
  private refreshing?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly options: AvailabilityMonitorOptions) {}

  start(): void {
    void this.refresh().then(() => {
      if (this.stopped) return;
      this.timer = setTimeout(
        () => this.start(),
        this.options.pollMs ?? 30_000,
      );
      this.timer.unref();
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Whether a cluster serves a kind, as far as is known. */
  serves(cluster: string, kind: { apiVersion: string; kind: string }): boolean {
    return this.kinds.get(cluster)?.served.has(kindKey(kind)) ?? false;
  }

  /** In all environments. */
  async of(offering: Offering): Promise<Availability[]> {
    await this.firstAnswer();
    const environments = await this.options.tenants.environments();
    return environments.map(environment => this.known(offering, environment));
  }

  /** In one environment; what was not available is asked anew, for it may have been mended a moment ago. */
  async check(
    offering: Offering,
    environment: Environment,
  ): Promise<Availability> {
    await this.firstAnswer();
    const known = this.known(offering, environment);
    if (known.available || known.reason?.code !== 'kind-missing') return known;
    await this.ask(environment.cluster, offering.requires);
    return this.known(offering, environment);
  }

  /** Asks every cluster of an environment for every kind that an offering needs. Never rejects. */
  refresh(): Promise<void> {
    this.refreshing ??= this.askAll()
      .then(() => this.options.refreshed?.())
      .catch(error =>
        this.options.logger.warn('Availability cannot be found out', error),
      )
      .finally(() => {
        this.refreshing = undefined;
      });
    return this.refreshing;
  }

  private known(offering: Offering, environment: Environment): Availability {
    const { cluster } = environment;
    return availabilityOf(
      offering,
      environment,
      this.options.clusters.list().find(({ name }) => name === cluster),
      this.kinds.get(cluster),
    );
  }

  private async askAll(): Promise<void> {
    const environments = await this.options.tenants.environments();
    const clusters = new Set(environments.map(({ cluster }) => cluster));
    const requires = this.options.offerings
      .offerings()
      .flatMap(offering => offering.requires);
    await Promise.all(
      [...clusters].map(cluster => this.ask(cluster, requires)),
    );
  }

  private async ask(
    cluster: string,
    kinds: readonly { apiVersion: string; kind: string }[],
  ): Promise<void> {
    const before = this.kinds.get(cluster)?.served ?? new Set<string>();
    const served = new Set(before);
    try {
      const client = this.options.clusters.client(cluster);
      for (const { apiVersion, kind } of kinds) {
        const found = await client.discover({ apiVersion, kind });
        if (found) served.add(kindKey({ apiVersion, kind }));
        else served.delete(kindKey({ apiVersion, kind }));
      }
      this.kinds.set(cluster, { served });
    } catch (error) {
      this.kinds.set(cluster, {
        served: before,
        failure: (error as Error).message,
      });
    }
  }

  /** Right after the start there is nothing to tell yet; wait for it, but not for a cluster that does not answer. */
  private async firstAnswer(): Promise<void> {
    if (this.kinds.size > 0 || !this.refreshing) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, FIRST_ANSWER_MS);
    });
    await Promise.race([this.refreshing, patience]);
    clearTimeout(timer);
  }
}
