import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { refOf, removeFinalizers } from '../runtime/children';
import type { OperatorPart } from '../runtime/operatorController';
import {
  ReconcileLoop,
  keyOf,
  type ObjectKey,
  type ReconcileResult,
} from '../runtime/ReconcileLoop';
import type { ClusterOperator } from './ClusterOperator';
import type { Dumps } from './dumps';
import { BACKUP, CLUSTER, COMPONENT } from './names';

const STEP_MS = 800;
const CLUSTER_WAIT_MS = 1_000;
const DELETE_FINALIZERS = ['percona.com/delete-backup', 'delete-s3-backup'];
const finished = ['Succeeded', 'Failed'];

/** Where a backup would lie: `s3://bucket/cluster-2026-01-31-04:05:06-full`. */
function destinationOf(
  backup: SandboxObject,
  storage: { type: string; s3?: any; azure?: any },
): string {
  const stamp = String(backup.metadata.creationTimestamp)
    .replace('T', '-')
    .replace('Z', '');
  const name = `${backup.spec.pxcCluster}-${stamp}-full`;
  const prefix = (text?: string) => (text ? `${text.replace(/\/$/, '')}/` : '');
  if (storage.type === 's3') {
    return `s3://${storage.s3.bucket}/${prefix(storage.s3.prefix)}${name}`;
  }
  if (storage.type === 'azure') {
    return `azure://${storage.azure.container}/${name}`;
  }
  return `pvc/xb-${backup.metadata.name}`;
}

/** PerconaXtraDBClusterBackup: Starting, Running, then Succeeded or Failed. */
export class BackupOperator implements OperatorPart {
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
      name: `${COMPONENT} backup`,
      context,
      reconcile: key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    this.#loop.follow(BACKUP, backup => [keyOf(backup)]);
  }

  stop = () => this.#loop.stop();

  async #reconcile(key: ObjectKey): Promise<ReconcileResult> {
    const backup = this.#api.get({ ...BACKUP, ...key });
    if (!backup) return undefined;
    if (backup.metadata.deletionTimestamp) {
      this.#dumps.remove(backup.metadata.uid!);
      removeFinalizers(this.#api, backup, ...DELETE_FINALIZERS);
      return undefined;
    }
    if (finished.includes(backup.status?.state)) return undefined;
    const cluster = this.#api.get({
      ...CLUSTER,
      name: backup.spec.pxcCluster,
      namespace: key.namespace,
    });
    if (!cluster) {
      return this.#fail(
        backup,
        `PerconaXtraDBCluster ${backup.spec.pxcCluster} not found`,
      );
    }
    const storage = cluster.spec.backup?.storages?.[backup.spec.storageName];
    if (!storage) {
      return this.#fail(
        backup,
        `storage ${backup.spec.storageName} doesn't exist`,
      );
    }
    if (cluster.status?.state !== 'ready') {
      this.#write(backup, { state: 'Starting' });
      return { after: CLUSTER_WAIT_MS };
    }
    await this.#run(backup, cluster, storage);
    return undefined;
  }

  async #run(
    backup: SandboxObject,
    cluster: SandboxObject,
    storage: { type: string },
  ): Promise<void> {
    const destination = destinationOf(backup, storage);
    const about = {
      destination,
      storageName: backup.spec.storageName,
      storage_type: storage.type,
      image: cluster.spec.backup.image,
      [storage.type]: (storage as Record<string, unknown>)[storage.type],
    };
    this.#write(backup, { state: 'Starting', ...about });
    await this.#context.pause(STEP_MS);
    this.#write(backup, { state: 'Running' });
    const server = this.#clusters.serverOf(keyOf(cluster));
    if (this.#clusters.isReal) {
      if (!server) throw new Error('the server does not answer');
      await this.#dumps.take(backup.metadata.uid!, server);
    }
    await this.#context.pause(STEP_MS);
    this.#write(backup, {
      state: 'Succeeded',
      completed: new Date().toISOString(),
    });
  }

  #fail(backup: SandboxObject, error: string): undefined {
    this.#write(backup, { state: 'Failed', error });
  }

  #write(backup: SandboxObject, status: Record<string, unknown>): void {
    this.#api.patchStatus(refOf(backup), status);
  }
}
