import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import {
  applyOwned,
  applyStatefulSet,
  growVolumes,
  refOf,
} from '../runtime/children';
import { labelKey, ownerKeys, secretValue } from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import {
  ReconcileLoop,
  keyOf,
  type ObjectKey,
  type ReconcileResult,
} from '../runtime/ReconcileLoop';
import { mariadbServer, type MariadbSettings } from '../servers/mariadbServer';
import { concernsOutside, outsidePort } from '../servers/outsidePort';
import { PrimaryServer } from '../servers/PrimaryServer';
import type { ServerRun } from '../servers/ServerEngine';
import { finalizeCluster } from './deletion';
import {
  haproxyServices,
  haproxyStatefulSet,
  pxcServices,
  pxcStatefulSet,
} from './manifests';
import {
  CLUSTER,
  COMPONENT,
  RESIZE_ANNOTATION,
  hasHaproxy,
  workloadLabels,
  type Workload,
} from './names';
import { ensureSecrets } from './secrets';
import { appendCondition, clusterStatus, errorStatus } from './status';
import { CustomUsers } from './users';
import { clusterProblem } from './validation';

const STEP_MS = 700;
const MYSQL_PORT = 3306;
const RETRY_ERROR_MS = 5_000;
const POD = { apiVersion: 'v1', kind: 'Pod' };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const SECRET = { apiVersion: 'v1', kind: 'Secret' };
const STATEFUL_SET = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
const now = () => new Date().toISOString();

/** PerconaXtraDBCluster as the operator 1.20 runs it. */
export class ClusterOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #loop: ReconcileLoop;
  readonly #server: PrimaryServer<MariadbSettings>;
  readonly #users: CustomUsers;

  constructor(context: ControllerContext) {
    this.#api = context.api;
    this.#context = context;
    this.#users = new CustomUsers(context);
    this.#loop = new ReconcileLoop({
      name: COMPONENT,
      context,
      reconcile: key => this.#reconcile(key),
    });
    this.#server = new PrimaryServer({
      engine: mariadbServer,
      context,
      component: COMPONENT,
      changed: owner => this.#loop.enqueue(owner),
    });
  }

  async start(): Promise<void> {
    await this.#server.start();
    const instance = labelKey('app.kubernetes.io/instance');
    const owner = ownerKeys(CLUSTER.kind);
    this.#loop
      .follow(CLUSTER, cluster => [keyOf(cluster)])
      .follow(STATEFUL_SET, owner)
      .follow({ apiVersion: 'v1', kind: 'Service' }, service =>
        concernsOutside(service)
          ? this.#clustersBeside(service)
          : owner(service),
      )
      .follow(POD, instance)
      .follow(CLAIM, instance)
      .follow(SECRET, secret => this.#clustersUsing(secret));
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#server.stop();
  }

  /** Whether clusters have real servers. */
  get isReal(): boolean {
    return this.#server.isReal;
  }

  /** The real server of a cluster while it answers. */
  serverOf(key: ObjectKey): ServerRun<MariadbSettings> | undefined {
    return this.#server.running(key);
  }

  #clustersBeside = ({ metadata: { namespace } }: SandboxObject) =>
    this.#api.list({ ...CLUSTER, namespace }).map(keyOf);

  #clustersUsing(secret: SandboxObject): ObjectKey[] {
    const { name, namespace } = secret.metadata;
    const isUsed = ({ spec, metadata }: SandboxObject) =>
      name === (spec.secretsName ?? `${metadata.name}-secrets`) ||
      (spec.users ?? []).some(
        (user: { passwordSecretRef?: { name?: string } }) =>
          user.passwordSecretRef?.name === name,
      );
    return this.#api
      .list({ ...CLUSTER, namespace })
      .filter(isUsed)
      .map(keyOf);
  }

  async #reconcile(key: ObjectKey): Promise<ReconcileResult> {
    const cluster = this.#api.get({ ...CLUSTER, ...key });
    if (!cluster) {
      this.#server.release(key);
      return undefined;
    }
    if (cluster.metadata.deletionTimestamp) {
      this.#stopping(cluster);
      this.#server.release(key);
      finalizeCluster(this.#api, cluster);
      return undefined;
    }
    const problem = clusterProblem(cluster);
    if (problem) {
      this.#api.patchStatus(
        refOf(cluster),
        errorStatus(cluster, problem, now()),
      );
      return { after: RETRY_ERROR_MS };
    }
    if (!cluster.status?.state) await this.#greet(cluster);
    await this.#bringUp(cluster);
    return undefined;
  }

  /** The first thing that the operator says of a new cluster. */
  async #greet(cluster: SandboxObject): Promise<void> {
    this.#api.patchStatus(refOf(cluster), {
      state: 'initializing',
      conditions: appendCondition(
        undefined,
        { type: 'initializing', status: 'True' },
        now(),
      ),
    });
    this.#server.announce(cluster, cluster.spec.pxc.size);
    await this.#context.pause(STEP_MS);
  }

  #stopping(cluster: SandboxObject): void {
    this.#api.patchStatus(refOf(cluster), {
      state: 'stopping',
      conditions: appendCondition(
        cluster.status?.conditions,
        { type: 'stopping', status: 'True' },
        now(),
      ),
    });
  }

  async #bringUp(cluster: SandboxObject): Promise<void> {
    const secret = await ensureSecrets(this.#api, cluster);
    const proxied = hasHaproxy(cluster);
    for (const service of [
      ...pxcServices(cluster),
      ...(proxied ? haproxyServices(cluster) : []),
    ]) {
      applyOwned(this.#api, service, COMPONENT);
    }
    const { pause, pxc, haproxy } = cluster.spec;
    const extras = {
      annotations: this.#server.podAnnotations(),
      spec: this.#server.podGates(),
    };
    const sets: Partial<Record<Workload, SandboxObject>> = {
      pxc: applyStatefulSet(
        this.#api,
        pxcStatefulSet(cluster, pause ? 0 : pxc.size, extras),
        COMPONENT,
      ),
    };
    if (proxied) {
      sets.haproxy = applyStatefulSet(
        this.#api,
        haproxyStatefulSet(cluster, pause ? 0 : haproxy.size ?? 0),
        COMPONENT,
      );
    }
    this.#resize(cluster);
    this.#serve(cluster, secret);
    await this.#report(cluster, sets);
  }

  #podsOf(cluster: SandboxObject, workload: Workload): SandboxObject[] {
    return this.#api.list({
      ...POD,
      namespace: cluster.metadata.namespace,
      labels: workloadLabels(cluster, workload),
    });
  }

  #resize(cluster: SandboxObject): void {
    const claim = cluster.spec.pxc.volumeSpec.persistentVolumeClaim;
    const isAllowed =
      cluster.spec.storageScaling?.enableVolumeScaling === true ||
      cluster.spec.enableVolumeExpansion === true;
    if (!claim || !isAllowed) return;
    const growing = growVolumes(
      this.#api,
      this.#api.list({
        ...CLAIM,
        namespace: cluster.metadata.namespace,
        labels: workloadLabels(cluster, 'pxc'),
      }),
      claim.resources.requests.storage,
    );
    const marked = cluster.metadata.annotations?.[RESIZE_ANNOTATION];
    if (growing.length > 0 === (marked !== undefined)) return;
    this.#api.patch(refOf(cluster), {
      metadata: {
        annotations: {
          [RESIZE_ANNOTATION]: growing.length > 0 ? now() : null,
        },
      },
    });
  }

  #serve(cluster: SandboxObject, secret: SandboxObject): void {
    const { name, namespace } = cluster.metadata;
    const names = ['root', 'operator', 'monitor', 'xtrabackup', 'replication'];
    this.#server.reconcile({
      resource: cluster,
      pods: this.#podsOf(cluster, 'pxc'),
      primary: `${name}-pxc-0`,
      claim: this.#api.get({
        ...CLAIM,
        name: `datadir-${name}-pxc-0`,
        namespace,
      }),
      server: {
        port: outsidePort(
          this.#api,
          namespace!,
          workloadLabels(cluster, hasHaproxy(cluster) ? 'haproxy' : 'pxc'),
          MYSQL_PORT,
        ),
        settings: {
          administrators: Object.fromEntries(
            names.map(user => [user, secretValue(secret, user) ?? '']),
          ),
        },
      },
    });
  }

  async #report(
    cluster: SandboxObject,
    sets: Partial<Record<Workload, SandboxObject>>,
  ): Promise<void> {
    // Users are looked after by what the status said before, as in the real operator: never before the cluster was ready.
    const wasReady = cluster.status?.state === 'ready';
    const status = clusterStatus(
      cluster,
      {
        pxc: { set: sets.pxc, pods: this.#podsOf(cluster, 'pxc') },
        haproxy: { set: sets.haproxy, pods: this.#podsOf(cluster, 'haproxy') },
      },
      now(),
    );
    this.#api.patchStatus(refOf(cluster), status);
    if (!wasReady || status.state !== 'ready') return;
    const run = this.#server.running(keyOf(cluster));
    if (this.#server.isReal && !run) return;
    await this.#users.reconcile(cluster, run);
  }
}
