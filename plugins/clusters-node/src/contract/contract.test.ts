import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { RunningSandbox, startSandbox } from '@jimu/sandbox';
import { DefaultClustersService } from '../DefaultClustersService';
import type { ContractContext } from './ContractCheck';
import { contractChecks } from './contractChecks';

/** A simulated pod runs no programs. */
const MAY_BE_SKIPPED = [
  'exec: gives outputs apart, input through, and the exit code',
];

jest.setTimeout(60_000);

describe('the sandbox keeps the contract', () => {
  let folder: string;
  let sandbox: RunningSandbox | undefined;
  let service: DefaultClustersService | undefined;
  let context: ContractContext;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'contract-'));
    sandbox = await startSandbox({
      dataDir: folder,
      operators: 'none',
      realProcesses: false,
      pace: 0,
    });
    service = new DefaultClustersService({
      logger: mockServices.logger.mock(),
      clusters: [
        {
          name: 'sandbox',
          title: 'Sandbox',
          sandbox: true,
          connection: {
            type: 'kubeconfig',
            file: sandbox.kubernetes.kubeconfig,
          },
        },
      ],
    });
    const client = service.client('sandbox');
    const namespace = 'jimu-contract';
    await client.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    context = { service, cluster: 'sandbox', client, namespace };
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(contractChecks.map(check => [check.name, check] as const))(
    '%s',
    async (name, check) => {
      let skipped: Error | undefined;
      try {
        await check.run(context);
      } catch (error) {
        if ((error as Error).name !== 'Skipped') throw error;
        skipped = error as Error;
      }
      expect(skipped && !MAY_BE_SKIPPED.includes(name) && skipped).toBeFalsy();
    },
  );
});
