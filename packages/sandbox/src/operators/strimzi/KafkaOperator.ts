import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { applyOwned, deleteIfThere, refOf } from '../runtime/children';
import {
  labelKey,
  ordinalOf,
  ownerKeys,
  type Condition,
} from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import { ReconcileLoop, keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { kafkaServices, listenerStatus } from './listeners';
import { entityOperatorManifest, podSetManifest } from './manifests';
import {
  CLUSTER_LABEL,
  COMPONENT,
  KAFKA,
  MANUAL_ROLL_ANNOTATION,
  NODE_POOL,
  POD_SET,
  SKIP_SCALE_DOWN_CHECK,
  TOPIC,
  entityOperatorName,
  isPaused,
} from './names';
import { assignNodes, hasRole, type PoolNodes } from './nodes';
import { nextRoll, podsToRoll, PODS_TO_ROLL } from './rolling';
import { ensureAuthority, isOwnAuthority, readAuthority } from './secrets';
import {
  notReady,
  outcome,
  paused,
  poolStatus,
  readyStatus,
  warning,
} from './status';
import { kafkaProblem } from './validation';
import { ensureVolumes } from './volumes';

const STEP_MS = 800;
const POD = { apiVersion: 'v1', kind: 'Pod' };
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };

const isDeployed = (deployment: SandboxObject) =>
  deployment.status?.observedGeneration === deployment.metadata.generation &&
  deployment.status?.updatedReplicas === deployment.spec.replicas &&
  deployment.status?.readyReplicas === deployment.spec.replicas;

/** Kafka with its node pools, as Strimzi 1.2 runs it: the status is written at the end of a pass only. */
export class KafkaOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #loop: ReconcileLoop;

  constructor(context: ControllerContext) {
    this.#api = context.api;
    this.#context = context;
    this.#loop = new ReconcileLoop({
      name: COMPONENT,
      context,
      reconcile: key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    const label = labelKey(CLUSTER_LABEL);
    this.#loop
      .follow(KAFKA, kafka => [keyOf(kafka)])
      .follow(NODE_POOL, label)
      .follow(POD_SET, label)
      .follow(POD, label)
      .follow({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' }, label)
      .follow(DEPLOYMENT, ownerKeys(KAFKA.kind))
      .follow({ apiVersion: 'v1', kind: 'Service' }, ownerKeys(KAFKA.kind))
      .follow({ apiVersion: 'v1', kind: 'Secret' }, ownerKeys(KAFKA.kind));
  }

  stop = () => this.#loop.stop();

  async #reconcile(key: ObjectKey): Promise<void> {
    const kafka = this.#api.get({ ...KAFKA, ...key });
    // No finalizer of the operator's own: what the cluster owns goes with it.
    if (!kafka || kafka.metadata.deletionTimestamp) return;
    if (isPaused(kafka)) {
      this.#api.patchStatus(refOf(kafka), outcome(kafka, [paused]));
      return;
    }
    const pools = this.#ofCluster(kafka, NODE_POOL).filter(
      pool => !pool.metadata.deletionTimestamp,
    );
    const problem = kafkaProblem(kafka, pools) ?? this.#authorityProblem(kafka);
    if (problem) {
      this.#api.patchStatus(
        refOf(kafka),
        outcome(kafka, [notReady('InvalidResourceException', problem)]),
      );
      return;
    }
    if (!kafka.status?.conditions?.length) await this.#greet(kafka);
    await this.#bringUp(kafka, pools);
  }

  async #greet(kafka: SandboxObject): Promise<void> {
    this.#api.patchStatus(refOf(kafka), {
      conditions: [
        {
          ...notReady('Creating', 'Kafka cluster is being deployed'),
          lastTransitionTime: new Date().toISOString(),
        },
      ],
    });
    this.#say(
      kafka,
      'Simulated',
      'The brokers of this cluster are simulated: they take no connections',
    );
    await this.#context.pause(STEP_MS);
  }

  #authorityProblem(kafka: SandboxObject): string | undefined {
    const missing = (['cluster', 'clients'] as const).find(
      authority =>
        isOwnAuthority(kafka, authority) &&
        !readAuthority(this.#api, kafka.metadata, authority),
    );
    return (
      missing &&
      `${
        missing === 'cluster' ? 'Cluster' : 'Clients'
      } CA should not be generated, but the secrets were not found.`
    );
  }

  async #bringUp(kafka: SandboxObject, pools: SandboxObject[]): Promise<void> {
    const authority = await ensureAuthority(this.#api, kafka, 'cluster');
    await ensureAuthority(this.#api, kafka, 'clients');
    const { nodes, warnings } = this.#assign(kafka, pools);
    const services = kafkaServices(kafka, nodes).map(service =>
      applyOwned(this.#api, service, COMPONENT),
    );
    const growing = ensureVolumes(this.#api, kafka, nodes);
    if (!(await this.#rollPods(kafka, nodes))) return;
    if (!(await this.#entityOperatorIsUp(kafka))) return;
    if (growing.length) return;
    for (const each of nodes) {
      this.#api.patchStatus(
        refOf(each.pool),
        poolStatus(kafka, each, warnings.get(each.pool) ?? []),
      );
    }
    this.#api.patchStatus(
      refOf(kafka),
      readyStatus(
        kafka,
        nodes,
        listenerStatus(kafka, services, authority.certificate),
        [...warnings.values()].flat(),
      ),
    );
  }

  /** Node ids, and what is said about pools that are not made smaller because their brokers hold data. */
  #assign(
    kafka: SandboxObject,
    pools: SandboxObject[],
  ): { nodes: PoolNodes[]; warnings: Map<SandboxObject, Condition[]> } {
    const sets = this.#ofCluster(kafka, POD_SET);
    const current = (pool: SandboxObject): number[] => {
      const name = `${kafka.metadata.name}-${pool.metadata.name}`;
      const set = sets.find(each => each.metadata.name === name);
      return (
        set?.spec.pods.map((pod: SandboxObject) =>
          ordinalOf(pod.metadata.name),
        ) ??
        pool.status?.nodeIds ??
        []
      );
    };
    const warnings = new Map<SandboxObject, Condition[]>();
    const holdsData = this.#ofCluster(kafka, TOPIC).length > 0;
    const mayShrink =
      kafka.metadata.annotations?.[SKIP_SCALE_DOWN_CHECK] === 'true' ||
      !holdsData;
    const replicas = (pool: SandboxObject) => {
      const count = current(pool).length;
      if (
        mayShrink ||
        pool.spec.replicas >= count ||
        !hasRole(pool, 'broker')
      ) {
        return pool.spec.replicas;
      }
      warnings.set(pool, [
        warning(
          'ScaleDownPreventionCheck',
          `Reverting scale-down of KafkaNodePool ${pool.metadata.name} by changing number of replicas to ${count}`,
        ),
      ]);
      return count;
    };
    return { nodes: assignNodes(pools, current, replicas), warnings };
  }

  /** Applies the pod sets and restarts one pod if one needs it. Answers whether all pods are as they should be. */
  async #rollPods(kafka: SandboxObject, nodes: PoolNodes[]): Promise<boolean> {
    const wanted = nodes.map(each => podSetManifest(kafka, each));
    const before = this.#ofCluster(kafka, POD_SET);
    for (const set of before) {
      const isWanted = wanted.some(w => w.metadata.name === set.metadata.name);
      if (!isWanted) deleteIfThere(this.#api, refOf(set));
    }
    if (before.length === 0) await this.#context.pause(STEP_MS);
    const pods = this.#ofCluster(kafka, POD);
    const sets = wanted
      .map(set => applyOwned(this.#api, set, COMPONENT))
      .map(set => ({
        set,
        pods: pods.filter(
          pod =>
            pod.metadata.labels?.['strimzi.io/controller-name'] ===
            set.metadata.name,
        ),
      }))
      .map(each => ({ ...each, set: this.#markForRoll(each.set, each.pods) }));
    const step = nextRoll(sets);
    if (step.kind === 'roll') {
      this.#say(step.pod, step.reason, step.note);
      await this.#context.pause(STEP_MS);
      deleteIfThere(this.#api, refOf(step.pod));
    }
    return step.kind === 'done';
  }

  /** A manual rolling update is of the pods that are there when it is asked for; its annotation goes with the last. */
  #markForRoll(set: SandboxObject, pods: SandboxObject[]): SandboxObject {
    const annotations = set.metadata.annotations ?? {};
    if (annotations[MANUAL_ROLL_ANNOTATION] !== 'true') return set;
    if (annotations[PODS_TO_ROLL] === undefined) {
      return this.#annotate(set, {
        [PODS_TO_ROLL]: pods.map(pod => pod.metadata.uid).join(','),
      });
    }
    const isOver =
      podsToRoll(set, pods).length === 0 &&
      pods.length === set.spec.pods.length;
    return isOver
      ? this.#annotate(set, {
          [PODS_TO_ROLL]: null,
          [MANUAL_ROLL_ANNOTATION]: null,
        })
      : set;
  }

  #annotate = (
    object: SandboxObject,
    annotations: Record<string, string | null>,
  ): SandboxObject =>
    this.#api.patch(refOf(object), { metadata: { annotations } });

  async #entityOperatorIsUp(kafka: SandboxObject): Promise<boolean> {
    const manifest = entityOperatorManifest(kafka);
    const ref = {
      ...DEPLOYMENT,
      name: entityOperatorName(kafka.metadata.name),
      namespace: kafka.metadata.namespace,
    };
    if (!manifest) {
      deleteIfThere(this.#api, ref);
      return true;
    }
    if (!this.#api.get(ref)) await this.#context.pause(STEP_MS);
    return isDeployed(applyOwned(this.#api, manifest, COMPONENT));
  }

  #ofCluster(
    kafka: SandboxObject,
    kind: { apiVersion: string; kind: string },
  ): SandboxObject[] {
    return this.#api.list({
      ...kind,
      namespace: kafka.metadata.namespace,
      labels: { [CLUSTER_LABEL]: kafka.metadata.name },
    });
  }

  #say(on: SandboxObject, reason: string, message: string): void {
    this.#api.event(on, {
      type: 'Normal',
      reason,
      message,
      component: COMPONENT,
    });
  }
}
