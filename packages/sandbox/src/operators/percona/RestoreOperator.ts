import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { refOf } from '../runtime/children';
import type { OperatorPart } from '../runtime/operatorController';
import {
  ReconcileLoop,
  keyOf,
  type ObjectKey,
  type ReconcileResult,
} from '../runtime/ReconcileLoop';
import type { ClusterOperator } from './ClusterOperator';
import type { Dumps } from './dumps';
import { BACKUP, CLUSTER, COMPONENT, RESTORE } from './names';

const STEP_MS = 600;

/** The states of a restore, in order; each is left when the cluster is where it should be. */
type RestoreState =
  | 'Starting'
  | 'Stopping Cluster'
  | 'Restoring'
  | 'Starting Cluster'
  | 'Succeeded'
  | 'Failed';

/** PerconaXtraDBClusterRestore: stops the cluster, puts the data back, starts it again. */
export class RestoreOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #clusters: ClusterOperator;
  readonly #dumps: Dumps;
  readonly #loop: ReconcileLoop;

  constructor(
    context: ControllerContext,
    clusters: ClusterOperator,
    dumps: Dumps,
  ) {
    this.#api = context.api;
    this.#context = context;
    this.#clusters = clusters;
    this.#dumps = dumps;
    this.#loop = new ReconcileLoop({
      name: `${COMPONENT} restore`,
      context,
      reconcile: key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    this.#loop
      .follow(RESTORE, restore => [keyOf(restore)])
      .follow(CLUSTER, cluster => this.#restoresOf(cluster));
  }

  stop = () => this.#loop.stop();

  #restoresOf(cluster: SandboxObject): ObjectKey[] {
    const { name, namespace } = cluster.metadata;
    return this.#api
      .list({ ...RESTORE, namespace })
      .filter(restore => restore.spec.pxcCluster === name)
      .map(keyOf);
  }

  async #reconcile(key: ObjectKey): Promise<ReconcileResult> {
    const restore = this.#api.get({ ...RESTORE, ...key });
    if (!restore || restore.metadata.deletionTimestamp) return undefined;
    const state: RestoreState = restore.status?.state ?? 'Starting';
    if (state === 'Succeeded' || state === 'Failed') return undefined;
    const cluster = this.#api.get({
      ...CLUSTER,
      name: restore.spec.pxcCluster,
      namespace: key.namespace,
    });
    if (!cluster) {
      return this.#become(
        restore,
        'Failed',
        `get cluster ${restore.spec.pxcCluster}: not found`,
      );
    }
    return this.#step(restore, state, cluster);
  }

  async #step(
    restore: SandboxObject,
    state: Exclude<RestoreState, 'Succeeded' | 'Failed'>,
    cluster: SandboxObject,
  ): Promise<ReconcileResult> {
    const reached = cluster.status?.state;
    const isCurrent =
      cluster.status?.observedGeneration === cluster.metadata.generation;
    switch (state) {
      case 'Starting': {
        const problem = this.#problemOf(restore);
        if (problem) return this.#become(restore, 'Failed', problem);
        if (!restore.status?.state) this.#become(restore, 'Starting');
        await this.#context.pause(STEP_MS);
        return this.#become(restore, 'Stopping Cluster');
      }
      case 'Stopping Cluster':
        this.#pauseCluster(cluster, true);
        return reached === 'paused' && isCurrent
          ? this.#become(restore, 'Restoring')
          : undefined;
      case 'Restoring':
        await this.#context.pause(STEP_MS);
        return this.#become(restore, 'Starting Cluster');
      case 'Starting Cluster':
        this.#pauseCluster(cluster, false);
        if (reached !== 'ready' || !isCurrent) return undefined;
        await this.#putBack(restore, cluster);
        this.#api.patchStatus(refOf(restore), {
          completed: new Date().toISOString(),
        });
        return this.#become(restore, 'Succeeded');
      default:
        return undefined;
    }
  }

  #backupOf(restore: SandboxObject): SandboxObject | undefined {
    return restore.spec.backupName
      ? this.#api.get({
          ...BACKUP,
          name: restore.spec.backupName,
          namespace: restore.metadata.namespace,
        })
      : undefined;
  }

  #problemOf(restore: SandboxObject): string | undefined {
    const { backupName, backupSource } = restore.spec;
    if (!backupName && !backupSource) {
      return 'backupName and backupSource are empty';
    }
    if (!backupName) {
      return 'the sandbox keeps no object store: restore from a backup of this cluster by its backupName';
    }
    const backup = this.#backupOf(restore);
    if (!backup) return `get backup ${backupName}: not found`;
    if (backup.status?.state !== 'Succeeded') {
      return `backup ${backupName} is not finished yet, current state: ${
        backup.status?.state ?? 'New'
      }`;
    }
    return undefined;
  }

  #pauseCluster(cluster: SandboxObject, pause: boolean): void {
    if ((cluster.spec.pause ?? false) === pause) return;
    this.#api.patch(refOf(cluster), { spec: { pause } });
  }

  async #putBack(
    restore: SandboxObject,
    cluster: SandboxObject,
  ): Promise<void> {
    if (!this.#clusters.isReal) return;
    const server = this.#clusters.serverOf(keyOf(cluster));
    if (!server) throw new Error('the server does not answer');
    const id = this.#backupOf(restore)?.metadata.uid;
    if (!id || !this.#dumps.has(id)) {
      throw new Error(`backup ${restore.spec.backupName} is gone`);
    }
    await this.#dumps.restore(id, server);
  }

  #become(
    restore: SandboxObject,
    state: RestoreState,
    comments?: string,
  ): undefined {
    this.#api.patchStatus(refOf(restore), {
      state,
      ...(comments ? { comments } : {}),
    });
  }
}
