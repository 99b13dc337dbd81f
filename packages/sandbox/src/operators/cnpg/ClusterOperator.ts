import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import {
  applyOwned,
  deleteIfThere,
  growVolumes,
  refOf,
} from '../runtime/children';
import {
  digestOf,
  isPodReady,
  labelKey,
  ownerKeys,
  secretValue,
} from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import { ReconcileLoop, keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import {
  postgresServer,
  pgName,
  pgText,
  runPostgresSql,
  type PostgresSettings,
} from '../servers/postgresServer';
import { concernsOutside, outsidePort } from '../servers/outsidePort';
import { PrimaryServer } from '../servers/PrimaryServer';
import type { ServerRun } from '../servers/ServerEngine';
import { nextStep, primaryOf, type Sight, type Step } from './instances';
import {
  POSTGRES_PORT,
  clusterServices,
  instanceClaim,
  instancePod,
  instancePodSpec,
  serviceSelector,
} from './manifests';
import {
  CLUSTER,
  CLUSTER_LABEL,
  COMPONENT,
  appSecretName,
  bootstrapOf,
  postInitSql,
  superuserSecretName,
} from './names';
import { ensureSecrets } from './secrets';
import { clusterStatus, phaseOf } from './status';

const STEP_MS = 700;
const POD = { apiVersion: 'v1', kind: 'Pod' };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const SECRET = { apiVersion: 'v1', kind: 'Secret' };
const now = () => new Date().toISOString();

/** Cluster of CloudNativePG 1.30: pods and volume claims made directly, one step at a time. */
export class ClusterOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #loop: ReconcileLoop;
  readonly #server: PrimaryServer<PostgresSettings>;
  readonly #passwordsSet = new WeakMap<ServerRun<PostgresSettings>, string>();

  constructor(context: ControllerContext) {
    this.#api = context.api;
    this.#context = context;
    this.#loop = new ReconcileLoop({
      name: COMPONENT,
      context,
      reconcile: key => this.#reconcile(key),
    });
    this.#server = new PrimaryServer({
      engine: postgresServer,
      context,
      component: COMPONENT,
      changed: owner => this.#loop.enqueue(owner),
    });
  }

  async start(): Promise<void> {
    await this.#server.start();
    const label = labelKey(CLUSTER_LABEL);
    this.#loop
      .follow(CLUSTER, cluster => [keyOf(cluster)])
      .follow({ apiVersion: 'v1', kind: 'Service' }, service =>
        concernsOutside(service)
          ? this.#clustersBeside(service)
          : ownerKeys(CLUSTER.kind)(service),
      )
      .follow(POD, label)
      .follow(CLAIM, label)
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
  serverOf(key: ObjectKey): ServerRun<PostgresSettings> | undefined {
    return this.#server.running(key);
  }

  #clustersBeside = ({ metadata: { namespace } }: SandboxObject) =>
    this.#api.list({ ...CLUSTER, namespace }).map(keyOf);

  #clustersUsing(secret: SandboxObject): ObjectKey[] {
    const { name, namespace } = secret.metadata;
    return this.#api
      .list({ ...CLUSTER, namespace })
      .filter(cluster =>
        [appSecretName(cluster), superuserSecretName(cluster)].includes(name),
      )
      .map(keyOf);
  }

  async #reconcile(key: ObjectKey): Promise<void> {
    const cluster = this.#api.get({ ...CLUSTER, ...key });
    if (!cluster || cluster.metadata.deletionTimestamp) {
      // No finalizer of the operator's own: what the cluster owns goes with it.
      this.#server.release(key);
      return;
    }
    await ensureSecrets(this.#api, cluster);
    for (const service of clusterServices(cluster)) {
      applyOwned(this.#api, service, COMPONENT);
    }
    const sight = this.#look(cluster);
    this.#serve(cluster, sight);
    await this.#setPasswords(cluster);
    const step = nextStep(this.#look(cluster));
    this.#report(cluster, step);
    await this.#take(cluster, step);
  }

  #look(cluster: SandboxObject): Sight {
    const query = {
      namespace: cluster.metadata.namespace,
      labels: { [CLUSTER_LABEL]: cluster.metadata.name },
    };
    return {
      cluster,
      claims: this.#api.list({ ...CLAIM, ...query }),
      pods: this.#api.list({
        ...POD,
        namespace: query.namespace,
        labels: { ...query.labels, 'cnpg.io/podRole': 'instance' },
      }),
      podSpec: JSON.stringify(this.#podSpec(cluster)),
    };
  }

  #podSpec = (cluster: SandboxObject) =>
    instancePodSpec(cluster, this.#server.podGates());

  #serve(cluster: SandboxObject, { pods, claims }: Sight): void {
    const primary = primaryOf(cluster);
    const { owner, database } = bootstrapOf(cluster);
    this.#server.reconcile({
      resource: cluster,
      pods,
      primary,
      claim: claims.find(claim => claim.metadata.name === primary),
      server: {
        settings: { owner, database, afterwards: postInitSql(cluster) },
        port: outsidePort(
          this.#api,
          cluster.metadata.namespace!,
          serviceSelector(cluster, 'rw'),
          POSTGRES_PORT,
        ),
      },
    });
  }

  /** The logins in the Secrets are those of the server. */
  async #setPasswords(cluster: SandboxObject): Promise<void> {
    const run = this.#server.running(keyOf(cluster));
    if (!run) return;
    const password = (name: string) =>
      secretValue(
        this.#api.get({
          ...SECRET,
          name,
          namespace: cluster.metadata.namespace,
        }),
        'password',
      );
    const app = password(appSecretName(cluster));
    const superuser = cluster.spec.enableSuperuserAccess
      ? password(superuserSecretName(cluster))
      : undefined;
    const digest = digestOf([app, superuser]);
    if (this.#passwordsSet.get(run) === digest) return;
    const statement = (role: string, value: string | undefined) =>
      `ALTER ROLE ${pgName(role)} WITH PASSWORD ${
        value === undefined ? 'NULL' : pgText(value)
      };`;
    await runPostgresSql(
      run,
      [
        statement(bootstrapOf(cluster).owner, app),
        statement('postgres', superuser),
      ].join('\n'),
    );
    this.#passwordsSet.set(run, digest);
  }

  #report(cluster: SandboxObject, step: Step): void {
    const { storage } = cluster.spec;
    const sight = this.#look(cluster);
    const resizing = storage.size
      ? growVolumes(this.#api, sight.claims, storage.size)
      : [];
    this.#api.patchStatus(
      refOf(cluster),
      clusterStatus(sight, step, resizing, now()),
    );
  }

  async #take(cluster: SandboxObject, step: Step): Promise<void> {
    const { namespace } = cluster.metadata;
    switch (step.kind) {
      case 'createInstance':
        return this.#createInstance(cluster, step.serial);
      case 'createPod':
        await this.#context.pause(STEP_MS / 2);
        return this.#createPod(cluster, step.name);
      case 'restartPod':
        this.#say(
          cluster,
          'Normal',
          'UpgradingInstance',
          phaseOf(step, this.#look(cluster)).phaseReason,
        );
        await this.#context.pause(STEP_MS);
        return deleteIfThere(this.#api, { ...POD, name: step.name, namespace });
      case 'removeInstance':
        this.#say(
          cluster,
          'Normal',
          'ScaleDown',
          `Scaling down: removing instance ${step.name}`,
        );
        await this.#context.pause(STEP_MS);
        for (const kind of [POD, CLAIM]) {
          deleteIfThere(this.#api, { ...kind, name: step.name, namespace });
        }
        return undefined;
      case 'hibernate':
        for (const name of step.names) {
          deleteIfThere(this.#api, { ...POD, name, namespace });
        }
        return undefined;
      default:
        return undefined;
    }
  }

  async #createInstance(cluster: SandboxObject, serial: number): Promise<void> {
    const name = `${cluster.metadata.name}-${serial}`;
    if (name === primaryOf(cluster)) {
      this.#server.announce(cluster, cluster.spec.instances);
      this.#say(
        cluster,
        'Normal',
        'CreatingInstance',
        'Primary instance (initdb)',
      );
      if (cluster.spec.bootstrap?.recovery) {
        this.#say(
          cluster,
          'Warning',
          'RecoverySimulated',
          'The sandbox keeps no base backups: the new cluster is empty',
        );
      }
    } else {
      this.#say(
        cluster,
        'Normal',
        'CreatingInstance',
        `Creating instance ${name}`,
      );
    }
    await this.#context.pause(STEP_MS);
    this.#api.patchStatus(refOf(cluster), {
      latestGeneratedNode: Math.max(
        serial,
        cluster.status?.latestGeneratedNode ?? 0,
      ),
    });
    applyOwned(this.#api, instanceClaim(cluster, name), COMPONENT);
  }

  #createPod(cluster: SandboxObject, name: string): void {
    // The API refuses a second pod of the same name; one that is still ending is waited for.
    const pod = this.#api.get({
      ...POD,
      name,
      namespace: cluster.metadata.namespace,
    });
    if (pod) return;
    this.#api.create(
      instancePod(
        cluster,
        name,
        name === primaryOf(cluster),
        this.#podSpec(cluster),
        this.#server.podAnnotations(),
      ),
    );
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

/** Whether the primary of a cluster is up, whatever its replicas do. */
export function isPrimaryUp(api: SandboxApi, cluster: SandboxObject): boolean {
  const { currentPrimary, targetPrimary } = cluster.status ?? {};
  const pod =
    currentPrimary &&
    currentPrimary === targetPrimary &&
    api.get({
      ...POD,
      name: currentPrimary,
      namespace: cluster.metadata.namespace,
    });
  return Boolean(pod && isPodReady(pod));
}
