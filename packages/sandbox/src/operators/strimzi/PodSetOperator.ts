import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { deleteIfThere, refOf } from '../runtime/children';
import { isOwnedBy, isPodReady, ownedBy, ownerKeys } from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import { ReconcileLoop, keyOf, type ObjectKey } from '../runtime/ReconcileLoop';
import { COMPONENT, POD_SET, REVISION_ANNOTATION } from './names';

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** StrimziPodSet: creates the pods that its spec lists and deletes those that it does not; it never restarts one. */
export class PodSetOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #loop: ReconcileLoop;

  constructor(context: ControllerContext) {
    this.#api = context.api;
    this.#loop = new ReconcileLoop({
      name: `${COMPONENT} podset`,
      context,
      reconcile: async key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    this.#loop
      .follow(POD_SET, set => [keyOf(set)])
      .follow(POD, ownerKeys(POD_SET.kind));
  }

  stop = () => this.#loop.stop();

  #reconcile(key: ObjectKey): void {
    const set = this.#api.get({ ...POD_SET, ...key });
    // Pods of a deleted set are garbage.
    if (!set || set.metadata.deletionTimestamp) return;
    const pods = this.#api
      .list({
        ...POD,
        namespace: key.namespace,
        labels: set.spec.selector.matchLabels,
      })
      .filter(pod => isOwnedBy(pod, set));
    const wanted: SandboxObject[] = set.spec.pods;
    for (const pod of pods) {
      const isWanted = wanted.some(w => w.metadata.name === pod.metadata.name);
      if (!isWanted) deleteIfThere(this.#api, refOf(pod));
    }
    for (const pod of wanted) {
      if (this.#api.get(refOf(pod))) continue;
      this.#api.create({
        ...pod,
        metadata: { ...pod.metadata, ownerReferences: ownedBy(set) },
      });
    }
    this.#report(set, pods, wanted);
  }

  #report(
    set: SandboxObject,
    pods: SandboxObject[],
    wanted: SandboxObject[],
  ): void {
    const isCurrent = (pod: SandboxObject) =>
      wanted.some(
        w =>
          w.metadata.name === pod.metadata.name &&
          w.metadata.annotations?.[REVISION_ANNOTATION] ===
            pod.metadata.annotations?.[REVISION_ANNOTATION],
      );
    this.#api.patchStatus(refOf(set), {
      observedGeneration: set.metadata.generation,
      pods: wanted.length,
      readyPods: pods.filter(isPodReady).length,
      currentPods: pods.filter(isCurrent).length,
    });
  }
}
