import { isClusterError } from '@jimu/plugin-clusters-node';
import type { Offering } from '@jimu/plugin-service-broker-node';
import type { Blocked } from '../model/observation';
import { findings, problems } from '../model/problems';

/** Thrown where a pass cannot go on for a reason that people must see; it is no defect of the portal. */
export class ObstacleError extends Error {
  constructor(readonly blocked: Blocked) {
    super(blocked.problem.message);
    this.name = 'ObstacleError';
  }
}

export function obstacle(
  kind: Blocked['obstacle'],
  problem: Blocked['problem'],
): ObstacleError {
  return new ObstacleError({ kind: 'blocked', obstacle: kind, problem });
}

/** What an error of a cluster means for the pass; errors of other origin are thrown on. */
export function blockedBy(
  error: unknown,
  cluster: string,
  offering?: Offering,
): Blocked {
  if (error instanceof ObstacleError) return error.blocked;
  if (!isClusterError(error)) throw error;
  switch (error.name) {
    case 'ServiceUnavailableError':
      return {
        kind: 'blocked',
        obstacle: 'ClusterUnreachable',
        problem: problems.clusterUnreachable(cluster, error.message),
      };
    case 'NotFoundError':
      return {
        kind: 'blocked',
        obstacle: 'KindMissing',
        problem: offering
          ? missingKind(error.message, cluster, offering)
          : findings.clusterRefused(cluster, error.message),
      };
    default:
      return {
        kind: 'blocked',
        obstacle: 'ClusterRefused',
        problem: findings.clusterRefused(cluster, error.message),
      };
  }
}

/** The cluster's words name the kind; the offering knows whose it is. */
function missingKind(message: string, cluster: string, offering: Offering) {
  const required = offering.requires.find(({ kind }) =>
    new RegExp(`\\b${kind}\\b`).test(message),
  );
  if (!required) return findings.clusterRefused(cluster, message);
  return problems.kindMissing({
    kind: required.kind,
    apiVersion: required.apiVersion,
    cluster,
    operator: operatorOf(offering),
  });
}

/** The operator that serves an offering. */
export function operatorOf(offering: Offering): string {
  return (
    offering.requires.find(({ operator }) => operator)?.operator ??
    offering.name
  );
}
