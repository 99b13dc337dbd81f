import path from 'node:path';
import { isError, NotFoundError } from '@backstage/errors';
import type { Problem } from '@jimu/plugin-service-broker-common';
import { loadOfferings } from '../loadOfferings';
import type { Offering } from '../types';
import { checkAgainstCluster } from './checkAgainstCluster';
import { checkAgainstCrds } from './checkAgainstCrds';
import { connect } from './connect';
import { readCrds } from './crdSchemas';
import { parseArguments, type CheckOptions } from './parseArguments';

/** Where lines go; one call is one line. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
}

const reasonOf = (error: unknown) =>
  isError(error) ? error.message.split('\n')[0] : String(error);

/** What is checked beyond the file itself. */
interface Checks {
  run(offering: Offering): Promise<Problem[]>;
  close(): Promise<void>;
}

async function checksOf(options: CheckOptions): Promise<Checks> {
  const checks: Checks['run'][] = [];
  let close = async () => {};
  if (options.crds !== undefined) {
    const folder = options.crds;
    const crds = await readCrds(folder).catch(error => {
      throw new NotFoundError(
        `--crds ${folder} cannot be read: ${reasonOf(error)}`,
      );
    });
    checks.push(async offering => checkAgainstCrds(offering, crds));
  }
  if (options.kubeconfig !== undefined) {
    const { kubeconfig, context, namespace } = options;
    const cluster = await connect({ kubeconfig, context, namespace });
    close = cluster.close;
    checks.push(offering =>
      checkAgainstCluster(offering, cluster.client, namespace),
    );
  }
  return {
    async run(offering) {
      const found: Problem[] = [];
      for (const check of checks) found.push(...(await check(offering)));
      return found;
    },
    close,
  };
}

function lineOf(file: string, { field, message, params }: Problem): string {
  const line = params?.line === undefined ? '' : `:${params.line}`;
  return [`${file}${line}`, field, message].filter(Boolean).join(': ');
}

async function checkFolder(
  folder: string,
  checks: Checks,
  output: Output,
): Promise<{ files: number; problems: number }> {
  const loaded = await loadOfferings(folder).catch(error => {
    throw new NotFoundError(`${folder} cannot be read: ${reasonOf(error)}`);
  });
  let problems = 0;
  for (const result of loaded) {
    const found = [...result.problems];
    if (result.offering) found.push(...(await checks.run(result.offering)));
    const file = path.relative(process.cwd(), result.file);
    for (const problem of found) output.line(lineOf(file, problem));
    if (found.length === 0) output.line(`${file}: ok`);
    problems += found.length;
  }
  return { files: loaded.length, problems };
}

/**
 * Checks offering files and says per file `ok`, or per problem file, path and reason.
 *
 * @returns the exit code: 0 when all are sound, 1 when something is wrong with a file, 2 when the command cannot be run
 */
export async function runCheck(
  args: string[],
  environment: Record<string, string | undefined>,
  defaultFolder: string,
  output: Output,
): Promise<number> {
  let checks: Checks | undefined;
  try {
    const options = parseArguments(args, environment, defaultFolder);
    checks = await checksOf(options);
    let wrong = 0;
    for (const folder of options.folders) {
      const { files, problems } = await checkFolder(folder, checks, output);
      if (files === 0) {
        throw new NotFoundError(`${folder} has no offering.yaml below it`);
      }
      wrong += problems;
    }
    return wrong === 0 ? 0 : 1;
  } catch (error) {
    output.error(`offerings:check: ${reasonOf(error)}`);
    return 2;
  } finally {
    await checks?.close();
  }
}
