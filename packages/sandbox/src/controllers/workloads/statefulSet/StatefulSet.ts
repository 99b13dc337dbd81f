import type { SandboxObject } from '../../../types';
import { type Scope } from '../../loop/defineController';
import { type Again } from '../../loop/KeyLoop';
import { selects } from '../../model/labels';
import {
  controlledBy,
  controllerOf,
  isControlledBy,
  refOf,
} from '../../model/owners';
import {
  availableAt,
  countAvailable,
  isFinished,
  isPodReady,
  POD,
} from '../../model/pods';
import { withoutZeros, writeStatus } from '../../model/status';
import { PodMaker, PodRefusedError } from '../PodMaker';
import {
  forgetRevisions,
  recordRevision,
  REVISION_HASH_LABEL,
  templateOfRevision,
} from '../revisions';
import { claimVolumes, ensureClaims, retainClaims } from './claims';
import { planStatefulSet, type OrdinalPod } from './planStatefulSet';

const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** One look at a StatefulSet, and what is done about it. */
export class StatefulSet {
  private readonly replicas: number;
  private readonly first: number;

  constructor(
    private readonly scope: Scope,
    private readonly maker: PodMaker,
    private readonly set: SandboxObject,
  ) {
    this.replicas = set.spec.replicas ?? 1;
    this.first = set.spec.ordinals?.start ?? 0;
  }

  reconcile(): Again | void {
    const { api } = this.scope;
    if (this.set.metadata.deletionTimestamp) return undefined;
    const update = recordRevision(api, this.set);
    const current = this.currentRevision(update.name);
    let refusal: PodRefusedError | undefined;
    // Before pods go: a claim that is to go with its pod must belong to it by then.
    this.retainClaims();
    try {
      this.act(current, update.name);
    } catch (error) {
      if (!(error instanceof PodRefusedError)) throw error;
      refusal = error;
    }
    const nextInMs = this.report(current, update.name);
    if (refusal) return { againAfterMs: refusal.retryAfterMs };
    return nextInMs === undefined ? undefined : { againAfterMs: nextInMs };
  }

  /** What pods have that are not to be updated; the update itself once no pod needs anything older. */
  private currentRevision(update: string): string {
    const known: string | undefined = this.set.status?.currentRevision;
    return known && templateOfRevision(this.scope.api, this.set, known)
      ? known
      : update;
  }

  private pods(): SandboxObject[] {
    const { api } = this.scope;
    const { namespace } = this.set.metadata;
    return api.scan({ ...POD, namespace }).flatMap(pod => {
      if (this.ordinalOf(pod) === undefined) return [];
      if (isControlledBy(pod, this.set)) return [pod];
      const isFree =
        !controllerOf(pod) &&
        !pod.metadata.deletionTimestamp &&
        selects(this.set.spec.selector, pod.metadata.labels);
      if (!isFree) return [];
      const ownerReferences = [
        ...(pod.metadata.ownerReferences ?? []),
        controlledBy(this.set),
      ];
      return [api.patch(refOf(pod), { metadata: { ownerReferences } })];
    });
  }

  private ordinalOf(pod: SandboxObject): number | undefined {
    const prefix = `${this.set.metadata.name}-`;
    const { name } = pod.metadata;
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^\d+$/.test(rest) ? Number(rest) : undefined;
  }

  private podName = (ordinal: number) => `${this.set.metadata.name}-${ordinal}`;

  private revisionName = (pod: SandboxObject) =>
    pod.metadata.labels?.[REVISION_HASH_LABEL] ?? '';

  private view(pod: SandboxObject): OrdinalPod {
    const at = availableAt(pod, this.set.spec.minReadySeconds ?? 0);
    const isReady = isPodReady(pod);
    const waits = Boolean(this.set.spec.minReadySeconds);
    return {
      ordinal: this.ordinalOf(pod)!,
      revision: this.revisionName(pod),
      ready: isReady,
      available:
        isReady && (!waits || (at ?? Infinity) <= this.scope.clock.now()),
      terminating: Boolean(pod.metadata.deletionTimestamp),
      finished: isFinished(pod),
    };
  }

  private act(current: string, update: string): void {
    const { spec } = this.set;
    const pods = this.pods();
    const plan = planStatefulSet(
      {
        first: this.first,
        replicas: this.replicas,
        parallel: spec.podManagementPolicy === 'Parallel',
        currentRevision: current,
        updateRevision: update,
        partition: spec.updateStrategy?.rollingUpdate?.partition ?? 0,
        rolling: (spec.updateStrategy?.type ?? 'RollingUpdate') !== 'OnDelete',
      },
      pods.map(pod => this.view(pod)),
    );
    for (const ordinal of plan.delete) {
      const pod = pods.find(p => this.ordinalOf(p) === ordinal);
      if (pod) this.maker.delete(this.set, pod);
    }
    for (const { ordinal, revision } of plan.create) {
      this.create(ordinal, revision);
    }
  }

  private create(ordinal: number, revision: string): void {
    const { api } = this.scope;
    const name = this.podName(ordinal);
    ensureClaims(api, this.set, name);
    const template =
      templateOfRevision(api, this.set, revision) ?? this.set.spec.template;
    const claims = claimVolumes(this.set, name);
    const own = new Set(claims.map(volume => volume.name));
    const others = (template.spec.volumes ?? []).filter(
      (volume: { name: string }) => !own.has(volume.name),
    );
    const volumes = [...others, ...claims];
    this.maker.create(this.set, template, {
      name,
      labels: {
        [REVISION_HASH_LABEL]: revision,
        [POD_NAME_LABEL]: name,
        [POD_INDEX_LABEL]: String(ordinal),
      },
      spec: {
        hostname: name,
        ...(this.set.spec.serviceName
          ? { subdomain: this.set.spec.serviceName }
          : {}),
        ...(volumes.length ? { volumes } : {}),
      },
    });
  }

  private retainClaims(): void {
    const end = this.first + this.replicas;
    const pods = this.pods();
    const ordinals = new Set(pods.map(pod => this.ordinalOf(pod)!));
    for (let i = this.first; i < end; i += 1) ordinals.add(i);
    retainClaims(
      this.scope.api,
      this.set,
      [...ordinals].map(ordinal => ({
        name: this.podName(ordinal),
        surplus:
          ordinal < this.first || ordinal >= end
            ? pods.find(pod => this.ordinalOf(pod) === ordinal)
            : undefined,
      })),
    );
  }

  private report(current: string, update: string): number | undefined {
    const { api, clock } = this.scope;
    const pods = this.pods().filter(pod => !pod.metadata.deletionTimestamp);
    const { available, nextInMs } = countAvailable(
      pods,
      this.set.spec.minReadySeconds ?? 0,
      clock.now(),
    );
    const updated = pods.filter(p => this.revisionName(p) === update);
    const isUpdated =
      updated.length === this.replicas &&
      pods.length === this.replicas &&
      updated.every(isPodReady);
    const currentRevision = isUpdated ? update : current;
    const { conditions, collisionCount = 0 } = this.set.status ?? {};
    writeStatus(api, this.set, {
      observedGeneration: this.set.metadata.generation,
      replicas: pods.length,
      ...withoutZeros({
        readyReplicas: pods.filter(isPodReady).length,
        currentReplicas: pods.filter(
          p => this.revisionName(p) === currentRevision,
        ).length,
        updatedReplicas: updated.length,
      }),
      availableReplicas: available,
      currentRevision,
      updateRevision: update,
      collisionCount,
      ...(conditions ? { conditions } : {}),
    });
    forgetRevisions(
      api,
      this.set,
      new Set([current, update, ...pods.map(this.revisionName)]),
    );
    return nextInMs;
  }
}
