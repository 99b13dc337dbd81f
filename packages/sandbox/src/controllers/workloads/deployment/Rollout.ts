import type { SandboxObject } from '../../../types';
import { type Scope } from '../../loop/defineController';
import { type Again } from '../../loop/KeyLoop';
import { isControlledBy, refOf } from '../../model/owners';
import { isFinished, POD } from '../../model/pods';
import { writeStatus } from '../../model/status';
import { deploymentStatus, isComplete } from './deploymentStatus';
import {
  planRollout,
  planScaling,
  rolloutBounds,
  sizeOfNewSet,
  type RolloutBounds,
  type Sizes,
} from './planRollout';
import {
  claimReplicaSets,
  createNewSet,
  desiredOf,
  findNewSet,
  markNewest,
  REVISION,
  revisionOf,
  sizeAnnotations,
} from './replicaSetsOf';

const DEFAULT_HISTORY = 10;

const replicasOf = (set: SandboxObject): number => set.spec.replicas ?? 0;
const sizeOf = (set: SandboxObject) => ({
  name: set.metadata.name,
  replicas: replicasOf(set),
  available: set.status?.availableReplicas ?? 0,
});

/** One look at a deployment, and what is done about it. */
export class Rollout {
  private readonly replicas: number;
  private readonly bounds: RolloutBounds;
  private sets: SandboxObject[];
  private newSet: SandboxObject | undefined;
  private created = false;

  constructor(
    private readonly scope: Scope,
    private readonly deployment: SandboxObject,
  ) {
    const { spec } = deployment;
    this.replicas = spec.replicas ?? 1;
    this.bounds =
      spec.strategy?.type === 'Recreate'
        ? { maxSurge: 0, maxUnavailable: 0 }
        : rolloutBounds(this.replicas, spec.strategy?.rollingUpdate);
    this.sets = claimReplicaSets(scope.api, deployment);
    this.newSet = findNewSet(deployment, this.sets);
  }

  reconcile(): Again | void {
    if (!this.deployment.metadata.deletionTimestamp) this.act();
    return this.report();
  }

  private get oldSets(): SandboxObject[] {
    const uid = this.newSet?.metadata.uid;
    return this.sets.filter(set => set.metadata.uid !== uid);
  }

  private act(): void {
    const { paused, strategy } = this.deployment.spec;
    if (paused || this.wasScaled()) {
      this.scale();
    } else if (strategy?.type === 'Recreate') {
      this.recreate();
    } else {
      this.ensureNewSet(
        sizeOfNewSet(this.replicas, this.bounds, 0, this.oldSets.map(sizeOf)),
      );
      this.resize(
        planRollout(
          this.replicas,
          this.bounds,
          sizeOf(this.newSet!),
          this.oldSets.map(sizeOf),
        ),
      );
    }
    this.forgetHistory();
  }

  /** Someone changed the wanted number since the sets got their sizes. */
  private wasScaled(): boolean {
    return this.sets.some(
      set =>
        replicasOf(set) > 0 &&
        desiredOf(set) !== undefined &&
        desiredOf(set) !== this.replicas,
    );
  }

  private scale(): void {
    const active = this.sets.filter(set => replicasOf(set) > 0);
    const only = active.length ? active : [this.newSet ?? this.sets.at(-1)];
    if (only.length === 1) {
      const set = only[0];
      if (set) this.resize(new Map([[set.metadata.name, this.replicas]]));
      return;
    }
    const isSaturated =
      this.newSet &&
      replicasOf(this.newSet) === this.replicas &&
      this.newSet.status?.availableReplicas === this.replicas;
    this.resize(
      isSaturated
        ? new Map(this.oldSets.map(set => [set.metadata.name, 0]))
        : planScaling(this.replicas, this.bounds, active.map(sizeOf)),
    );
  }

  private recreate(): void {
    const { api } = this.scope;
    const { namespace } = this.deployment.metadata;
    const active = this.oldSets.filter(set => replicasOf(set) > 0);
    if (active.length) {
      this.resize(new Map(active.map(set => [set.metadata.name, 0])));
      return;
    }
    const oldPodsLeft = api
      .scan({ ...POD, namespace })
      .some(
        pod =>
          !isFinished(pod) &&
          this.oldSets.some(set => isControlledBy(pod, set)),
      );
    if (oldPodsLeft) return;
    this.ensureNewSet(this.replicas);
    this.resize(new Map([[this.newSet!.metadata.name, this.replicas]]));
  }

  private ensureNewSet(initial: number): void {
    const { api } = this.scope;
    const revision = Math.max(0, ...this.oldSets.map(revisionOf)) + 1;
    if (this.newSet) {
      const marked = markNewest(api, this.deployment, this.newSet, revision);
      this.replace(marked);
    } else {
      const size = {
        replicas: this.replicas,
        maxSurge: this.bounds.maxSurge,
        initial,
      };
      this.newSet = createNewSet(api, this.deployment, size, revision);
      this.sets = [...this.sets, this.newSet];
      this.created = true;
      if (initial) this.scalingEvent(this.newSet.metadata.name, 0, initial);
    }
    const newRevision = String(revisionOf(this.newSet));
    if (this.deployment.metadata.annotations?.[REVISION] !== newRevision) {
      api.patch(refOf(this.deployment), {
        metadata: { annotations: { [REVISION]: newRevision } },
      });
    }
  }

  private resize(sizes: Sizes): void {
    const annotations = sizeAnnotations(this.replicas, this.bounds.maxSurge);
    for (const set of this.sets) {
      const size = sizes.get(set.metadata.name) ?? replicasOf(set);
      const before = replicasOf(set);
      const isStale =
        desiredOf(set) !== this.replicas && (size > 0 || before > 0);
      if (size === before && !isStale) continue;
      this.replace(
        this.scope.api.patch(refOf(set), {
          metadata: { annotations },
          spec: { replicas: size },
        }),
      );
      if (size !== before) {
        this.scalingEvent(set.metadata.name, before, size);
      }
    }
  }

  private replace(set: SandboxObject): void {
    const same = (other: SandboxObject | undefined) =>
      other?.metadata.uid === set.metadata.uid;
    this.sets = this.sets.map(other => (same(other) ? set : other));
    if (same(this.newSet)) this.newSet = set;
  }

  private scalingEvent(name: string, from: number, to: number): void {
    this.scope.api.event(this.deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${
        to > from ? 'up' : 'down'
      } replica set ${name} from ${from} to ${to}`,
      component: 'deployment-controller',
    });
  }

  /** Old sets without pods go, except the youngest few that a rollback may want. */
  private forgetHistory(): void {
    const keep = this.deployment.spec.revisionHistoryLimit ?? DEFAULT_HISTORY;
    const isDone = isComplete(this.deployment, {
      replicas: 0,
      updatedReplicas: 0,
      availableReplicas: 0,
      ...this.deployment.status,
    });
    if (!isDone) return;
    const idle = this.oldSets
      .filter(
        set =>
          replicasOf(set) === 0 &&
          !set.status?.replicas &&
          !set.metadata.deletionTimestamp,
      )
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    idle.slice(0, Math.max(idle.length - keep, 0)).forEach(set => {
      this.scope.api.delete(refOf(set), { uid: set.metadata.uid });
      this.sets = this.sets.filter(other => other !== set);
    });
  }

  private report(): Again | void {
    const { api, clock } = this.scope;
    const current = api.get(refOf(this.deployment));
    const { uid } = this.deployment.metadata;
    if (!current || current.metadata.uid !== uid) return undefined;
    const { status, deadlineMs } = deploymentStatus(
      current,
      this.sets,
      this.newSet,
      this.created,
      clock.now(),
    );
    status.observedGeneration = this.deployment.metadata.generation;
    writeStatus(api, current, status);
    return deadlineMs === undefined
      ? undefined
      : { againAfterMs: Math.max(deadlineMs - clock.now(), 0) };
  }
}
