import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { addFinalizer, refOf, removeFinalizers } from '../runtime/children';
import { withTransitionTimes, type Condition } from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import { ReconcileLoop, keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { DEPLOYMENT, membersOf, servingKafka } from './entityOperator';
import { CLUSTER_LABEL, KAFKA, NODE_POOL, TOPIC, isPaused } from './names';
import { hasRole } from './nodes';
import { outcome, paused, ready } from './status';

const COMPONENT = 'strimzi.io/topic-operator';
const FINALIZER = 'strimzi.io/topic-operator';
const STEP_MS = 400;
/** Partitions of the topic as they are in Kafka; the simulated brokers remember nothing. */
const PARTITIONS_ANNOTATION = 'sandbox.jimu.dev/partitions';

const topicName = (topic: SandboxObject): string =>
  topic.spec?.topicName ?? topic.metadata.name;

/** Failure of a topic: unlike everything else of Strimzi it is `Ready: "False"`. */
const unready = (reason: string, message: string): Condition => ({
  type: 'Ready',
  status: 'False',
  reason,
  message,
});

/** KafkaTopic: its finalizer is taken off by a topic operator that runs, and by nobody else. */
export class TopicOperator implements OperatorPart {
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
    const members = membersOf(this.#api, TOPIC);
    this.#loop
      .follow(TOPIC, topic => [keyOf(topic)])
      .follow(KAFKA, members)
      .follow(DEPLOYMENT, members)
      .follow(NODE_POOL, members);
  }

  stop = () => this.#loop.stop();

  async #reconcile(key: ObjectKey): Promise<void> {
    const found = this.#api.get({ ...TOPIC, ...key });
    if (!found) return;
    const kafka = servingKafka(this.#api, found, 'topicOperator');
    if (!kafka) return;
    if (found.metadata.deletionTimestamp) {
      await this.#context.pause(STEP_MS);
      removeFinalizers(this.#api, found, FINALIZER);
      return;
    }
    if (isPaused(found)) {
      this.#api.patchStatus(refOf(found), outcome(found, [paused]));
      return;
    }
    if (found.metadata.annotations?.['strimzi.io/managed'] === 'false') {
      this.#api.patchStatus(
        refOf(found),
        outcome(found, [{ type: 'Unmanaged', status: 'True' }]),
      );
      return;
    }
    const topic = addFinalizer(this.#api, found, FINALIZER);
    if (!topic.status) await this.#context.pause(STEP_MS);
    const problem = this.#problemOf(topic, kafka);
    if (problem) {
      this.#api.patchStatus(refOf(topic), {
        conditions: withTransitionTimes([problem], topic.status?.conditions),
        observedGeneration: topic.metadata.generation,
      });
      return;
    }
    this.#succeed(topic);
  }

  #problemOf(
    topic: SandboxObject,
    kafka: SandboxObject,
  ): Condition | undefined {
    const { metadata, status } = topic;
    const { partitions, replicas } = topic.spec ?? {};
    const name = topicName(topic);
    if (status?.topicName && status.topicName !== name) {
      return unready(
        'NotSupported',
        'Changing spec.topicName is not supported',
      );
    }
    const other = this.#api
      .list({
        ...TOPIC,
        namespace: metadata.namespace,
        labels: { [CLUSTER_LABEL]: kafka.metadata.name },
      })
      .find(
        each =>
          each.metadata.name !== metadata.name &&
          each.status?.topicName === name,
      );
    if (other && !status?.topicName) {
      return unready(
        'ResourceConflict',
        `Managed by Ref{namespace='${metadata.namespace}', name='${other.metadata.name}'}`,
      );
    }
    const before = Number(metadata.annotations?.[PARTITIONS_ANNOTATION] ?? 0);
    if ((partitions ?? 1) < before) {
      return unready('NotSupported', 'Decreasing partitions not supported');
    }
    const brokers = this.#brokersOf(kafka);
    return replicas > brokers
      ? unready(
          'KafkaError',
          `org.apache.kafka.common.errors.InvalidReplicationFactorException: Unable to replicate the partition ${replicas} time(s): The target replication factor of ${replicas} cannot be reached because only ${brokers} broker(s) are registered.`,
        )
      : undefined;
  }

  #brokersOf(kafka: SandboxObject): number {
    return this.#api
      .list({
        ...NODE_POOL,
        namespace: kafka.metadata.namespace,
        labels: { [CLUSTER_LABEL]: kafka.metadata.name },
      })
      .filter(pool => hasRole(pool, 'broker'))
      .reduce(
        (sum, pool) => sum + (pool.status?.replicas ?? pool.spec.replicas),
        0,
      );
  }

  #succeed(topic: SandboxObject): void {
    const partitions = String(topic.spec?.partitions ?? 1);
    if (topic.metadata.annotations?.[PARTITIONS_ANNOTATION] !== partitions) {
      this.#api.patch(refOf(topic), {
        metadata: { annotations: { [PARTITIONS_ANNOTATION]: partitions } },
      });
    }
    this.#api.patchStatus(refOf(topic), {
      ...outcome(topic, [ready]),
      topicName: topicName(topic),
      topicId:
        topic.status?.topicId ??
        Buffer.from(topic.metadata.uid!.replaceAll('-', ''), 'hex').toString(
          'base64url',
        ),
    });
  }
}
