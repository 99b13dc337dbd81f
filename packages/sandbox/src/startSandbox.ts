import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccess, ServiceAccountTokens } from './access';
import {
  installDefinitionsFrom,
  installOpenDefinitions,
  ObjectOperations,
  PodRuntimes,
  ResourceRegistry,
  sandboxApiOn,
  type AdmissionPlugin,
} from './api';
import { serverIdentity } from './api/http/certificates';
import { kubeconfigText } from './api/http/kubeconfig';
import { KubernetesServer } from './api/http/KubernetesServer';
import { writePrivateFile } from './api/http/privateFile';
import { FaultBoard, startFaultServer } from './faults';
import { startControllers } from './startControllers';
import { ObjectStore } from './store';
import type { RunningSandbox, SandboxOptions } from './types';
import { startUserCenter } from './usercenter';

const bookmarkIntervalMs = 15_000;

/** A secret made at the first start and kept in the data folder. */
function keptSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(32).toString('base64url');
  writePrivateFile(file, `${secret}\n`);
  return secret;
}

/** Listens on the wished port, or on the one of the last start when any will do, so that kubeconfigs stay valid. */
async function listen(
  server: KubernetesServer,
  store: ObjectStore,
  wished: number,
): Promise<number> {
  const last = Number(store.fact('port') ?? 0);
  let port: number;
  try {
    port = await server.start(wished || last);
  } catch (error) {
    if (wished || !last) throw error;
    port = await server.start(0);
  }
  store.setFact('port', String(port));
  return port;
}

/**
 * Starts everything that a laptop without a cluster lacks: the Kubernetes API with its controllers, operators, and a user
 * center. All of it listens on 127.0.0.1 and lives in this process; the data lies below `options.dataDir`.
 */
export async function startSandbox(
  options: SandboxOptions,
): Promise<RunningSandbox> {
  const { dataDir, ports = {}, pace = 1 } = options;
  const log = options.log ?? (() => {});
  const ends: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const store = new ObjectStore(dataDir);
    ends.push(() => store.close());

    const admission: AdmissionPlugin[] = [];
    const operations = new ObjectOperations(
      store,
      new ResourceRegistry(),
      admission,
    );
    const api = sandboxApiOn(operations, log);
    if (options.crdFolder) {
      const count = installDefinitionsFrom(options.crdFolder, api, store, log);
      if (count) log(`${count} resource definitions from ${options.crdFolder}`);
    }
    installOpenDefinitions(api);

    const adminToken = keptSecret(join(dataDir, 'admin-token'));
    const serviceAccounts = new ServiceAccountTokens(
      keptSecret(join(dataDir, 'service-account-key')),
    );
    const access = createAccess(api, { adminToken, serviceAccounts });
    const identity = await serverIdentity(dataDir);
    const pods = new PodRuntimes();
    const faults = new FaultBoard();

    const controllers = startControllers({
      api,
      admission,
      serviceAccounts,
      clusterCa: identity.ca,
      pods,
      dataDir,
      pace,
      operators: options.operators ?? 'all',
      realProcesses: options.realProcesses ?? true,
      log,
    });
    ends.push(() => controllers.stop());

    const server = new KubernetesServer(
      { operations, access, pods, bookmarkIntervalMs, log },
      faults,
      identity,
    );
    const port = await listen(server, store, ports.kubernetes ?? 0);
    ends.push(() => server.stop());
    const url = `https://127.0.0.1:${port}`;
    const kubeconfig = join(dataDir, 'kubeconfig');
    writePrivateFile(
      kubeconfig,
      kubeconfigText({ url, ca: identity.ca, token: adminToken }),
    );

    const admin = await startFaultServer(faults, ports.admin ?? 0);
    ends.push(() => admin.stop());

    const userCenter =
      options.userCenter &&
      (await startUserCenter({
        ...options.userCenter,
        dataDir: join(dataDir, 'user-center'),
        port: ports.userCenter ?? 0,
        log,
      }));
    if (userCenter) ends.push(() => userCenter.stop());

    return {
      api,
      kubernetes: { url, ca: identity.ca, adminToken, kubeconfig },
      userCenter: userCenter && { issuer: userCenter.issuer },
      admin: admin.url,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
