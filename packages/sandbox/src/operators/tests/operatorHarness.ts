import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSandboxApi,
  installDefinitionsFrom,
  installOpenDefinitions,
  PodRuntimes,
  ResourceRegistry,
  type AdmissionPlugin,
} from '../../api';
import { ServiceAccountTokens } from '../../access';
import { admissionPlugins, controllers } from '../../controllers';
import { ObjectStore } from '../../store';
import type { Ref, SandboxApi, SandboxObject } from '../../types';
import { secretValue } from '../runtime/objects';
import { operators } from '..';

export const NAMESPACE = 'shop-dev-svc';

let prepared: string | undefined;

/** A store that knows the operators' schemas; made once, since reading them all takes seconds. */
function storeWithDefinitions(crds: string): string {
  if (!prepared) {
    prepared = mkdtempSync(join(tmpdir(), 'definitions-'));
    const store = new ObjectStore(prepared);
    const api = createSandboxApi(store, new ResourceRegistry(), []);
    installDefinitionsFrom(crds, api, store, message => {
      throw new Error(message);
    });
    store.close();
  }
  return prepared;
}

afterAll(() => {
  if (prepared) rmSync(prepared, { recursive: true, force: true });
});

/** The API with Kubernetes' controllers and the operators, as fast as they go. */
export class OperatorHarness {
  readonly folder = mkdtempSync(join(tmpdir(), 'operators-'));
  readonly messages: string[] = [];
  readonly pods = new PodRuntimes();
  api!: SandboxApi;
  #store!: ObjectStore;
  #ends: (() => Promise<void>)[] = [];
  readonly #realProcesses: boolean;

  constructor(options: { realProcesses?: boolean } = {}) {
    // So that servers without rights of their own get there.
    chmodSync(this.folder, 0o755);
    this.#realProcesses = options.realProcesses ?? false;
    const crds = process.env.OPERATOR_CRDS;
    if (crds) {
      cpSync(storeWithDefinitions(crds), join(this.folder, 'store'), {
        recursive: true,
      });
    }
    this.start();
    this.api.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE },
    });
  }

  start(): void {
    this.#store = new ObjectStore(join(this.folder, 'store'));
    const admission: AdmissionPlugin[] = [];
    this.api = createSandboxApi(this.#store, new ResourceRegistry(), admission);
    admission.push(...admissionPlugins(() => this.api));
    installOpenDefinitions(this.api);
    let stopped = false;
    const serviceAccounts = new ServiceAccountTokens('k'.repeat(32));
    this.#ends = [
      ...controllers({ serviceAccounts, clusterCa: 'CA of the test' }),
      ...operators(),
    ].map(controller =>
      controller.start({
        api: this.api,
        dataDir: join(this.folder, controller.name),
        pause: async () => {
          await new Promise(resolve => setImmediate(resolve));
          if (stopped) throw new Error('stopped');
        },
        log: message => this.messages.push(message),
        realProcesses: this.#realProcesses,
        pods: this.pods,
      }),
    );
    this.#ends.unshift(async () => {
      stopped = true;
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#ends.map(end => end()));
    this.#store.close();
  }

  /** Ends everything and comes up again with what the store holds. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  apply(object: SandboxObject): SandboxObject {
    return this.api.apply(
      { ...object, metadata: { namespace: NAMESPACE, ...object.metadata } },
      'test',
    );
  }

  ref = (kind: string, name: string, apiVersion = 'v1'): Ref => ({
    apiVersion,
    kind,
    name,
    namespace: NAMESPACE,
  });

  get = (kind: string, name: string, apiVersion = 'v1') =>
    this.api.get(this.ref(kind, name, apiVersion));

  names = (kind: string, apiVersion = 'v1'): string[] =>
    this.api
      .list({ apiVersion, kind, namespace: NAMESPACE })
      .map(object => object.metadata.name)
      .sort();

  secret = (name: string, key: string) =>
    secretValue(this.get('Secret', name), key);

  events = (reason: string): string[] =>
    this.api
      .list({ apiVersion: 'v1', kind: 'Event', namespace: NAMESPACE })
      .filter(event => event.reason === reason)
      .map(event => event.message);

  /** Waits until the check answers something that is neither undefined nor false. */
  async until<T>(check: () => T | undefined | false): Promise<T> {
    // Only there so that a failure says what was waited for, before the test's own time is over.
    const limit = Date.now() + 40_000;
    for (;;) {
      const answer = check();
      if (answer !== undefined && answer !== false) return answer;
      if (Date.now() > limit) {
        throw new Error(
          `not reached: ${check}\n${this.messages.slice(-20).join('\n')}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }
}
