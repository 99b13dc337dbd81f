import type { ClusterClient } from '@jimu/plugin-clusters-node';
import type { Problem } from '@jimu/plugin-service-broker-common';
import type { Offering } from '../types';
import { reasonOf } from '../expressions/ExpressionError';
import { renderedObjects } from './renderedObjects';

async function missingKinds(
  client: ClusterClient,
  offering: Offering,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [i, required] of offering.requires.entries()) {
    if (await client.discover(required)) continue;
    const { apiVersion, kind, operator } = required;
    problems.push({
      code: 'missing-kind',
      field: `spec.requires[${i}]`,
      message: `${kind} (${apiVersion}) is not served by the cluster; install ${
        operator ?? 'its operator'
      }`,
    });
  }
  return problems;
}

/**
 * Checks an offering against a living cluster: its kinds by discovery, then everything it renders by a server-side apply that
 * is a dry run.
 *
 * @param namespace - where the dry runs go
 */
export async function checkAgainstCluster(
  offering: Offering,
  client: ClusterClient,
  namespace: string,
): Promise<Problem[]> {
  const problems = await missingKinds(client, offering);
  if (problems.length > 0) return problems;
  for (const { path, title, object } of renderedObjects(offering)) {
    const metadata = { ...object.metadata, namespace };
    try {
      await client.apply({ ...object, metadata }, { dryRun: true });
    } catch (error) {
      problems.push({
        code: 'refused',
        field: path,
        message: `the cluster refuses it: ${reasonOf(error)} (with ${title})`,
      });
    }
  }
  return problems;
}
