import { deepEqual } from '../../../api/deepEqual';
import type { SandboxApi, SandboxObject } from '../../../types';
import { shortHash } from '../../model/hash';
import { selects } from '../../model/labels';
import {
  controlledBy,
  controllerOf,
  isControlledBy,
  refOf,
} from '../../model/owners';

export const REPLICA_SET = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
} as const;
export const HASH_LABEL = 'pod-template-hash';
export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MAX = 'deployment.kubernetes.io/max-replicas';

const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED,
  MAX,
]);

export const revisionOf = (object: SandboxObject) =>
  Number(object.metadata.annotations?.[REVISION] ?? 0);

/** The wanted number that a set was last sized for. */
export const desiredOf = (set: SandboxObject): number | undefined => {
  const value = set.metadata.annotations?.[DESIRED];
  return value === undefined ? undefined : Number(value);
};

/** The annotations that tell a set for which numbers it is sized. */
export const sizeAnnotations = (replicas: number, maxSurge: number) => ({
  [DESIRED]: String(replicas),
  [MAX]: String(replicas + maxSurge),
});

function templateWithoutHash(template: SandboxObject['template']) {
  const { [HASH_LABEL]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

const sameTemplate = (a: unknown, b: unknown) =>
  deepEqual(templateWithoutHash(a), templateWithoutHash(b));

const ageOf = (set: SandboxObject) =>
  Date.parse(set.metadata.creationTimestamp ?? '');

/** The ReplicaSets of a deployment, oldest first, after taking over those that fit and belong to nobody. */
export function claimReplicaSets(
  api: SandboxApi,
  deployment: SandboxObject,
): SandboxObject[] {
  const { namespace, deletionTimestamp } = deployment.metadata;
  return api
    .scan({ ...REPLICA_SET, namespace })
    .flatMap(set => {
      if (isControlledBy(set, deployment)) return [set];
      const free =
        !deletionTimestamp &&
        !set.metadata.deletionTimestamp &&
        !controllerOf(set) &&
        selects(deployment.spec.selector, set.metadata.labels);
      if (!free) return [];
      const ownerReferences = [
        ...(set.metadata.ownerReferences ?? []),
        controlledBy(deployment),
      ];
      return [api.patch(refOf(set), { metadata: { ownerReferences } })];
    })
    .sort((a, b) => ageOf(a) - ageOf(b) || revisionOf(a) - revisionOf(b));
}

/** The set that has the deployment's template; the oldest if there are several. */
export const findNewSet = (deployment: SandboxObject, sets: SandboxObject[]) =>
  sets.find(set => sameTemplate(set.spec.template, deployment.spec.template));

function copiedAnnotations(deployment: SandboxObject) {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(
      ([key]) => !notCopied.has(key),
    ),
  );
}

export function createNewSet(
  api: SandboxApi,
  deployment: SandboxObject,
  size: { replicas: number; maxSurge: number; initial: number },
  revision: number,
): SandboxObject {
  const { name, namespace } = deployment.metadata;
  const { selector, template, minReadySeconds } = deployment.spec;
  const hash = shortHash(template);
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
  return api.create({
    ...REPLICA_SET,
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        ...copiedAnnotations(deployment),
        ...sizeAnnotations(size.replicas, size.maxSurge),
        [REVISION]: String(revision),
      },
      ownerReferences: [controlledBy(deployment)],
    },
    spec: {
      replicas: size.initial,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: {
        ...selector,
        matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash },
      },
      template: {
        ...template,
        metadata: { ...template.metadata, labels },
      },
    },
  });
}

/** Gives the set that is rolled out the highest revision and the deployment's annotations. */
export function markNewest(
  api: SandboxApi,
  deployment: SandboxObject,
  set: SandboxObject,
  revision: number,
): SandboxObject {
  const current = set.metadata.annotations ?? {};
  const annotations: Record<string, string> = copiedAnnotations(deployment);
  if (revisionOf(set) < revision) {
    annotations[REVISION] = String(revision);
    const history = [current[REVISION_HISTORY], current[REVISION]];
    if (current[REVISION]) {
      annotations[REVISION_HISTORY] = history.filter(Boolean).join(',');
    }
  }
  const changed = Object.entries(annotations).some(
    ([key, value]) => current[key] !== value,
  );
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const paceChanged = (set.spec.minReadySeconds ?? 0) !== minReadySeconds;
  if (!changed && !paceChanged) return set;
  return api.patch(refOf(set), {
    metadata: { annotations },
    ...(paceChanged ? { spec: { minReadySeconds } } : {}),
  });
}
