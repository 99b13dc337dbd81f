/** A pod of a StatefulSet as its plan sees it. */
export interface OrdinalPod {
  ordinal: number;
  /** Hash of the template it was made of. */
  revision: string;
  ready: boolean;
  /** Ready for as long as the set asks for. */
  available: boolean;
  terminating: boolean;
  /** Its main program has ended for good. */
  finished: boolean;
}

export interface StatefulSetPlan {
  /** Pods to create, with the revision that each gets. */
  create: { ordinal: number; revision: string }[];
  /** Ordinals of pods to delete. */
  delete: number[];
}

export interface StatefulSetWish {
  first: number;
  replicas: number;
  parallel: boolean;
  currentRevision: string;
  updateRevision: string;
  /** Pods below this ordinal keep the current revision. */
  partition: number;
  /** False: pods are only replaced when someone deletes them. */
  rolling: boolean;
}

const nothing: StatefulSetPlan = { create: [], delete: [] };

/** The next step of a StatefulSet: one pod at a time in order, unless it is parallel. */
export function planStatefulSet(
  wish: StatefulSetWish,
  pods: OrdinalPod[],
): StatefulSetPlan {
  const byOrdinal = new Map(pods.map(pod => [pod.ordinal, pod]));
  const end = wish.first + wish.replicas;
  const revisionFor = (ordinal: number) =>
    wish.rolling && ordinal >= wish.first + wish.partition
      ? wish.updateRevision
      : wish.currentRevision;

  const create: StatefulSetPlan['create'] = [];
  const replace: number[] = [];
  for (let ordinal = wish.first; ordinal < end; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) create.push({ ordinal, revision: revisionFor(ordinal) });
    else if (pod.finished && !pod.terminating) replace.push(ordinal);
    const settled = pod?.available && !pod.terminating;
    if (!wish.parallel && !settled) {
      return create.length || replace.length
        ? { create, delete: replace }
        : nothing;
    }
  }
  if (create.length || replace.length) return { create, delete: replace };

  const surplus = pods
    .filter(pod => pod.ordinal < wish.first || pod.ordinal >= end)
    .sort((a, b) => b.ordinal - a.ordinal);
  if (surplus.length) {
    if (wish.parallel) {
      const going = surplus.filter(pod => !pod.terminating);
      return { create: [], delete: going.map(pod => pod.ordinal) };
    }
    // The highest first, and the next only when that is gone.
    return surplus[0].terminating
      ? nothing
      : { create: [], delete: [surplus[0].ordinal] };
  }

  if (!wish.rolling) return nothing;
  for (
    let ordinal = end - 1;
    ordinal >= wish.first + wish.partition;
    ordinal -= 1
  ) {
    const pod = byOrdinal.get(ordinal)!;
    if (pod.revision !== wish.updateRevision) {
      return pod.terminating ? nothing : { create: [], delete: [ordinal] };
    }
    if (!pod.available) return nothing;
  }
  return nothing;
}
