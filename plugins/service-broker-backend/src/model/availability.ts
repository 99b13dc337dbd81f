import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import type { Availability } from '@jimu/plugin-service-broker-common';
import type { Offering } from '@jimu/plugin-service-broker-node';
import type { Environment } from '@jimu/plugin-tenants-common';
import { problems } from './problems';

/** What discovery last said of a cluster. */
export interface ServedKinds {
  /** `apiVersion kind` of what was asked for and is served. */
  served: ReadonlySet<string>;
  /** Why discovery failed. */
  failure?: string;
}

/** Key of a kind in {@link ServedKinds}. */
export function kindKey(kind: { apiVersion: string; kind: string }): string {
  return `${kind.apiVersion} ${kind.kind}`;
}

/** Whether an offering can be ordered in an environment, and if not, why and who can change it. */
export function availabilityOf(
  offering: Offering,
  environment: Environment,
  cluster: ClusterInfo | undefined,
  kinds: ServedKinds | undefined,
): Availability {
  const unavailable = (reason: Availability['reason']): Availability => ({
    environment: environment.name,
    available: false,
    reason,
  });
  if (!cluster) {
    return unavailable(
      problems.clusterUnreachable(environment.cluster, 'it is not configured'),
    );
  }
  const down =
    cluster.health === 'unreachable'
      ? cluster.message ?? 'no answer'
      : kinds?.failure;
  if (down !== undefined) {
    return unavailable(problems.clusterUnreachable(cluster.name, down));
  }
  const missing =
    kinds && offering.requires.find(kind => !kinds.served.has(kindKey(kind)));
  if (missing) {
    const operator =
      missing.operator ??
      offering.requires.find(r => r.operator)?.operator ??
      offering.name;
    return unavailable(
      problems.kindMissing({
        kind: missing.kind,
        apiVersion: missing.apiVersion,
        cluster: cluster.name,
        operator,
      }),
    );
  }
  return { environment: environment.name, available: true };
}
