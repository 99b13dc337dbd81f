import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { refOf } from '../runtime/children';
import { withTransitionTimes, type Condition } from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import {
  ReconcileLoop,
  keyOf,
  type ObjectKey,
  type ReconcileResult,
} from '../runtime/ReconcileLoop';
import { isPrimaryUp } from './ClusterOperator';
import { BACKUP, CLUSTER, COMPONENT } from './names';

const STEP_MS = 700;
const WAIT_MS = 1_000;
const finished = ['completed', 'failed'];

/** Why a cluster cannot be backed up by a method, in the operator's words. */
function backupProblem(
  cluster: SandboxObject,
  method: string,
): string | undefined {
  const { backup, plugins } = cluster.spec;
  if (method === 'plugin') {
    return plugins?.length
      ? undefined
      : 'cannot proceed with the backup as the cluster has no plugin configured';
  }
  if (!backup) {
    return 'cannot proceed with the backup as the cluster has no backup section';
  }
  const section =
    method === 'volumeSnapshot' ? 'volumeSnapshot' : 'barmanObjectStore';
  return backup[section]
    ? undefined
    : `cannot proceed with the backup as the cluster has no ${section} section`;
}

/** Backup: pending, started, running, then completed or failed. The sandbox keeps no base backups. */
export class BackupOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #loop: ReconcileLoop;

  constructor(context: ControllerContext) {
    this.#api = context.api;
    this.#context = context;
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
    if (!backup || backup.metadata.deletionTimestamp) return undefined;
    if (finished.includes(backup.status?.phase)) return undefined;
    const method = backup.spec.method ?? 'barmanObjectStore';
    const cluster = this.#api.get({
      ...CLUSTER,
      name: backup.spec.cluster.name,
      namespace: key.namespace,
    });
    if (!cluster) {
      this.#say(
        backup,
        'Warning',
        'FindingCluster',
        `Unknown cluster ${backup.spec.cluster.name}, will retry in 30 seconds`,
      );
      this.#write(backup, { phase: 'pending' });
      return { after: 30_000 };
    }
    const problem = backupProblem(cluster, method);
    if (problem) {
      this.#say(backup, 'Warning', 'ClusterHasBackupConfigMissing', problem);
      this.#write(backup, { phase: 'failed', method, error: problem });
      this.#report(cluster, false, problem);
      return undefined;
    }
    if (!isPrimaryUp(this.#api, cluster)) {
      this.#write(backup, { phase: 'pending', method });
      return { after: WAIT_MS };
    }
    await this.#run(backup, cluster, method);
    return undefined;
  }

  async #run(
    backup: SandboxObject,
    cluster: SandboxObject,
    method: string,
  ): Promise<void> {
    const podName = cluster.status.currentPrimary;
    this.#write(backup, {
      phase: 'started',
      method,
      startedAt: new Date().toISOString(),
      instanceID: { podName },
      online: true,
    });
    this.#say(
      backup,
      'Normal',
      'Starting',
      `Starting backup for cluster ${cluster.metadata.name}`,
    );
    await this.#context.pause(STEP_MS);
    this.#write(backup, { phase: 'running' });
    await this.#context.pause(STEP_MS);
    const stoppedAt = new Date().toISOString();
    this.#write(backup, {
      phase: 'completed',
      stoppedAt,
      backupName: `backup-${stoppedAt.replace(/\D/g, '').slice(0, 14)}`,
      ...(method === 'volumeSnapshot'
        ? {
            snapshotBackupStatus: {
              elements: [{ name: backup.metadata.name, type: 'PG_DATA' }],
            },
          }
        : {}),
    });
    this.#say(backup, 'Normal', 'Completed', 'Backup completed');
    this.#report(cluster, true, 'Backup was successful');
  }

  #report(cluster: SandboxObject, succeeded: boolean, message: string): void {
    const live = this.#api.get(refOf(cluster));
    if (!live) return;
    const before: Condition[] = live.status?.conditions ?? [];
    this.#api.patchStatus(refOf(cluster), {
      conditions: withTransitionTimes(
        [
          ...before.filter(c => c.type !== 'LastBackupSucceeded'),
          {
            type: 'LastBackupSucceeded',
            status: succeeded ? 'True' : 'False',
            reason: succeeded ? 'LastBackupSucceeded' : 'LastBackupFailed',
            message,
          },
        ],
        before,
      ),
    });
  }

  #write(backup: SandboxObject, status: Record<string, unknown>): void {
    this.#api.patchStatus(refOf(backup), status);
  }

  #say(
    on: SandboxObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.#api.event(on, { type, reason, message, component: COMPONENT });
  }
}
