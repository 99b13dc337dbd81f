import { randomBytes } from 'node:crypto';
import { DefaultClustersService } from '../DefaultClustersService';
import type { ClusterConnection } from '../config/readClustersConfig';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ContractContext } from './ContractCheck';
import { contractChecks } from './contractChecks';

const CLUSTER = 'target';
/** Longer than any check waits for anything. */
const CHECK_TIMEOUT_MS = 180_000;

export interface ContractRun {
  connection: ClusterConnection;
  /** Runs only checks whose name holds this text. */
  only?: string;
  print(line: string): void;
}

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

/**
 * Runs the contract against a cluster, in a namespace of its own that is deleted afterwards.
 *
 * @returns how many checks failed
 * @throws ClusterError when the cluster cannot be reached or no namespace can be made
 */
export async function runContract(run: ContractRun): Promise<number> {
  const service = new DefaultClustersService({
    clusters: [
      {
        name: CLUSTER,
        title: CLUSTER,
        sandbox: false,
        connection: run.connection,
      },
    ],
    logger: silent,
  });
  const client = service.client(CLUSTER);
  const namespace = `jimu-contract-${randomBytes(4).toString('hex')}`;
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  try {
    await client.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'jimu.dev/contract': 'true' } },
    });
    try {
      return await runChecks(run, {
        service,
        cluster: CLUSTER,
        client,
        namespace,
      });
    } finally {
      await client.delete(ref);
      run.print(`# namespace ${namespace} is being deleted`);
    }
  } finally {
    await service.stop();
  }
}

async function runChecks(
  { only, print }: ContractRun,
  context: ContractContext,
): Promise<number> {
  const checks = contractChecks.filter(({ name }) => name.includes(only ?? ''));
  print(`# ${checks.length} checks in namespace ${context.namespace}`);
  const counts = { ok: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    try {
      await withTimeout(check.run(context));
      counts.ok++;
      print(`ok      ${check.name}`);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'Skipped') {
        counts.skipped++;
        print(`skipped ${check.name} (${message})`);
      } else {
        counts.failed++;
        print(`FAILED  ${check.name}`);
        print(
          `        ${`${name}: ${message}`.replaceAll('\n', '\n        ')}`,
        );
      }
    }
  }
  print(
    `# ${counts.ok} ok, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
  return counts.failed;
}

async function withTimeout(running: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      running,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error(`no end within ${CHECK_TIMEOUT_MS} ms`)),
          CHECK_TIMEOUT_MS,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
