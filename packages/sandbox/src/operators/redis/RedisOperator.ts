import type {
  Controller,
  ControllerContext,
  SandboxApi,
  SandboxObject,
} from '../../types';
import {
  applyOwned,
  addFinalizer,
  deleteIfThere,
  growVolumes,
  isRolledOut,
  refOf,
  removeFinalizers,
} from '../runtime/children';
import { isPodReady, ownerKeys, secretValue } from '../runtime/objects';
import {
  operatorController,
  type OperatorPart,
} from '../runtime/operatorController';
import { bytesOf } from '../runtime/quantities';
import { ReconcileLoop, keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { PrimaryServer } from '../servers/PrimaryServer';
import { concernsOutside, outsidePort } from '../servers/outsidePort';
import {
  configureRedis,
  redisServer,
  type RedisSettings,
} from '../servers/redisServer';
import type { ServerRun } from '../servers/ServerEngine';
import {
  REDIS_API,
  redisShapes,
  type RedisKind,
  type RedisSet,
  type RedisShape,
} from './kinds';
import {
  redisLabels,
  redisServiceManifest,
  redisStatefulSet,
} from './manifests';
import { redisStatus } from './status';

const COMPONENT = 'redis-operator';
const STEP_MS = 600;
const POD = { apiVersion: 'v1', kind: 'Pod' };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const STATEFUL_SET = { apiVersion: 'apps/v1', kind: 'StatefulSet' };

const simulatedKinds: Partial<Record<RedisKind, string>> = {
  RedisSentinel: 'sentinels are simulated',
  RedisCluster: 'clusters with shards are simulated',
};

class RedisKindOperator implements OperatorPart {
  readonly #kind: RedisKind;
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #loop: ReconcileLoop;
  readonly #server: PrimaryServer<RedisSettings>;
  /** The password with which each instance's pod was started. */
  readonly #passwords = new Map<string, { pod: string; password: string }>();
  readonly #configured = new WeakMap<ServerRun<RedisSettings>, string>();

  constructor(kind: RedisKind, context: ControllerContext) {
    this.#kind = kind;
    this.#api = context.api;
    this.#context = context;
    this.#loop = new ReconcileLoop({
      name: `${COMPONENT} ${kind}`,
      context,
      reconcile: key => this.#reconcile(key),
    });
    this.#server = new PrimaryServer({
      engine: redisServer,
      context: { ...context, dataDir: `${context.dataDir}/${kind}` },
      component: COMPONENT,
      simulatedBecause: simulatedKinds[kind],
      changed: owner => this.#loop.enqueue(owner),
    });
  }

  async start(): Promise<void> {
    await this.#server.start();
    const owner = ownerKeys(this.#kind);
    this.#loop
      .follow({ apiVersion: REDIS_API, kind: this.#kind }, o => [keyOf(o)])
      .follow(STATEFUL_SET, owner)
      .follow(SERVICE, service => this.#resourcesBehind(service))
      .follow(POD, pod => this.#ownersOfSetOf(pod))
      .follow(CLAIM, claim => this.#ownersOfSetOf(claim))
      .follow({ apiVersion: 'v1', kind: 'Secret' }, secret =>
        this.#resourcesUsing(secret),
      );
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#server.stop();
  }

  #ownersOfSetOf(child: SandboxObject): ObjectKey[] {
    const name = child.metadata.labels?.app;
    const set =
      name &&
      this.#api.get({
        ...STATEFUL_SET,
        name,
        namespace: child.metadata.namespace,
      });
    return set ? ownerKeys(this.#kind)(set) : [];
  }

  #resourcesUsing(secret: SandboxObject): ObjectKey[] {
    const { name, namespace } = secret.metadata;
    return this.#api
      .list({ apiVersion: REDIS_API, kind: this.#kind, namespace })
      .filter(r => r.spec.kubernetesConfig?.redisSecret?.name === name)
      .map(keyOf);
  }

  #resourcesBehind(service: SandboxObject): ObjectKey[] {
    if (!concernsOutside(service)) return ownerKeys(this.#kind)(service);
    const { namespace } = service.metadata;
    return this.#api
      .list({ apiVersion: REDIS_API, kind: this.#kind, namespace })
      .map(keyOf);
  }

  async #reconcile(key: ObjectKey): Promise<void> {
    const found = this.#api.get({
      apiVersion: REDIS_API,
      kind: this.#kind,
      ...key,
    });
    if (!found || found.metadata.deletionTimestamp) {
      this.#server.release(key);
      this.#passwords.delete(`${key.namespace}/${key.name}`);
      if (found) this.#finalize(found);
      return;
    }
    const shape = redisShapes[this.#kind](found);
    if (found.metadata.annotations?.[shape.skipAnnotation] === 'true') return;
    const resource = addFinalizer(this.#api, found, shape.finalizer);
    for (const service of shape.services) {
      applyOwned(this.#api, redisServiceManifest(resource, service), COMPONENT);
    }
    await this.#bringUpSets(resource, shape);
    this.#serve(resource, shape.sets[0]);
    await this.#configure(resource);
    redisStatus(this.#api, this.#kind, resource, shape);
  }

  async #bringUpSets(
    resource: SandboxObject,
    shape: RedisShape,
  ): Promise<void> {
    for (const set of shape.sets) {
      const ref = {
        ...STATEFUL_SET,
        name: set.name,
        namespace: resource.metadata.namespace,
      };
      let live = this.#api.get(ref);
      if (!live) {
        await this.#context.pause(STEP_MS);
        if (set === shape.sets[0]) {
          this.#server.announce(resource, set.replicas);
        }
        live = this.#api.get(ref);
      }
      const applied = applyOwned(
        this.#api,
        redisStatefulSet(resource, set, live, {
          annotations: this.#server.podAnnotations(),
          spec: set === shape.sets[0] ? this.#server.podGates() : {},
        }),
        COMPONENT,
      );
      const size =
        resource.spec.storage?.volumeClaimTemplate?.spec?.resources?.requests
          ?.storage;
      if (size && set.hasStorage) {
        growVolumes(this.#api, this.#childrenOf(set, resource, CLAIM), size);
      }
      if (!isRolledOut(applied)) return;
    }
  }

  #childrenOf(
    set: RedisSet,
    resource: SandboxObject,
    kind: { apiVersion: string; kind: string },
  ): SandboxObject[] {
    return this.#api.list({
      ...kind,
      namespace: resource.metadata.namespace,
      labels: redisLabels(set),
    });
  }

  /** `dynamicConfig` is set in the running server, without a restart. */
  async #configure(resource: SandboxObject): Promise<void> {
    const parameters: string[] = resource.spec.redisConfig?.dynamicConfig ?? [];
    const run = this.#server.running(keyOf(resource));
    if (!run || this.#configured.get(run) === parameters.join('\n')) return;
    await configureRedis(run, parameters);
    this.#configured.set(run, parameters.join('\n'));
  }

  #serve(resource: SandboxObject, set: RedisSet): void {
    const primary = `${set.name}-0`;
    const pods = this.#childrenOf(set, resource, POD);
    for (const pod of pods) this.#labelRole(pod, primary);
    this.#server.reconcile({
      resource,
      pods,
      primary,
      claim: this.#api.get({
        ...CLAIM,
        name: `${set.name}-${primary}`,
        namespace: resource.metadata.namespace,
      }),
      server: this.#settingsOf(
        resource,
        set,
        pods.find(pod => pod.metadata.name === primary),
      ),
    });
  }

  #labelRole(pod: SandboxObject, primary: string): void {
    const role = pod.metadata.name === primary ? 'master' : 'slave';
    if (
      isPodReady(pod) &&
      this.#kind === 'RedisReplication' &&
      pod.metadata.labels?.['redis-role'] !== role
    ) {
      this.#api.patch(refOf(pod), {
        metadata: { labels: { 'redis-role': role } },
      });
    }
  }

  #settingsOf(
    resource: SandboxObject,
    set: RedisSet,
    pod: SandboxObject | undefined,
  ): { settings: RedisSettings; port: number | undefined } | undefined {
    const { spec, metadata } = resource;
    const reference = spec.kubernetesConfig.redisSecret;
    const password = reference && this.#passwordOf(resource, reference, pod);
    // Its pods could not start either.
    if (reference && password === undefined) return undefined;
    const limit = spec.kubernetesConfig.resources?.limits?.memory;
    const percent = spec.redisConfig?.maxMemoryPercentOfLimit ?? 100;
    return {
      port: outsidePort(
        this.#api,
        metadata.namespace!,
        { ...redisLabels(set), 'redis-role': 'master' },
        set.port,
      ),
      settings: {
        password,
        maxMemory: limit
          ? Math.floor((bytesOf(limit) * percent) / 100)
          : undefined,
        persistent: spec.storage !== undefined,
      },
    };
  }

  /** Redis reads its password from the environment, which is that of the time when the pod was started. */
  #passwordOf(
    { metadata: { namespace, name } }: SandboxObject,
    reference: { name: string; key: string },
    pod: SandboxObject | undefined,
  ): string | undefined {
    const id = `${namespace}/${name}`;
    const started = this.#passwords.get(id);
    if (pod && started?.pod === pod.metadata.uid) return started!.password;
    const password = secretValue(
      this.#api.get({
        apiVersion: 'v1',
        kind: 'Secret',
        name: reference.name,
        namespace,
      }),
      reference.key,
    );
    if (pod?.status?.podIP && password !== undefined) {
      this.#passwords.set(id, { pod: pod.metadata.uid!, password });
    }
    return password;
  }

  #finalize(resource: SandboxObject): void {
    const shape = redisShapes[this.#kind](resource);
    if (!resource.metadata.finalizers?.includes(shape.finalizer)) return;
    const { storage } = resource.spec;
    if (storage && !storage.keepAfterDelete) {
      for (const set of shape.sets.filter(each => each.hasStorage)) {
        for (let i = 0; i < set.replicas; i += 1) {
          deleteIfThere(this.#api, {
            ...CLAIM,
            name: `${set.name}-${set.name}-${i}`,
            namespace: resource.metadata.namespace,
          });
        }
      }
    }
    removeFinalizers(this.#api, resource, shape.finalizer);
  }
}

/** Redis, RedisReplication, RedisSentinel and RedisCluster as the OT-CONTAINER-KIT operator 0.26 runs them. */
export const redisOperator = (): Controller =>
  operatorController(COMPONENT, context =>
    (Object.keys(redisShapes) as RedisKind[]).map(
      kind => new RedisKindOperator(kind, context),
    ),
  );
