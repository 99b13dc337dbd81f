import { ApiStatusError } from '../../api/ApiStatusError';
import { controllerOf, refOf } from '../../controllers/model/owners';
import type { Ref, SandboxApi, SandboxObject } from '../../types';
import { digestOf } from './objects';
import { bytesOf } from './quantities';

/** Deletes and does not mind if it is gone already. */
export function deleteIfThere(
  api: SandboxApi,
  ref: Ref,
  options?: Parameters<SandboxApi['delete']>[1],
): void {
  try {
    api.delete(ref, options);
  } catch (error) {
    if ((error as { code?: number }).code !== 404) throw error;
  }
}

/**
 * Applies what a resource owns. While an object of the same name from an earlier life of the resource is still on its way out,
 * nothing is written to it.
 * @throws ApiStatusError 409 in that case: try again.
 */
export function applyOwned(
  api: SandboxApi,
  object: SandboxObject,
  fieldManager: string,
): SandboxObject {
  const live = api.get(refOf(object));
  const owner = controllerOf(object)?.uid;
  const liveOwner = live && controllerOf(live)?.uid;
  if (live?.metadata.deletionTimestamp || (liveOwner && liveOwner !== owner)) {
    throw new ApiStatusError(
      409,
      'Conflict',
      `${object.kind} ${object.metadata.name} of an earlier resource is still there`,
    );
  }
  return api.apply(object, fieldManager);
}

/** Adds a finalizer unless it is there; answers the object as it is then. */
export function addFinalizer(
  api: SandboxApi,
  object: SandboxObject,
  finalizer: string,
): SandboxObject {
  const finalizers = object.metadata.finalizers ?? [];
  return finalizers.includes(finalizer)
    ? object
    : api.patch(refOf(object), {
        metadata: { finalizers: [...finalizers, finalizer] },
      });
}

/** Takes finalizers away; the object may be gone afterwards. */
export function removeFinalizers(
  api: SandboxApi,
  object: SandboxObject,
  ...gone: string[]
): void {
  const finalizers = object.metadata.finalizers ?? [];
  const rest = finalizers.filter(finalizer => !gone.includes(finalizer));
  if (rest.length === finalizers.length) return;
  api.patch(refOf(object), { metadata: { finalizers: rest } });
}

/** Creates a Secret with values that are made once and then kept; adds keys that are missing. */
export function ensureSecretKeys(
  api: SandboxApi,
  secret: SandboxObject,
  values: Record<string, () => string>,
  fieldManager: string,
): SandboxObject {
  const live = api.get(refOf(secret));
  const missing = Object.entries(values).filter(
    ([key]) => live?.data?.[key] === undefined,
  );
  if (live && missing.length === 0) return live;
  const data = Object.fromEntries(
    missing.map(([key, make]) => [key, Buffer.from(make()).toString('base64')]),
  );
  return live
    ? api.patch(refOf(secret), { data })
    : api.apply({ ...secret, data }, fieldManager);
}

const TEMPLATE_DIGEST = 'sandbox.jimu.dev/volume-claim-templates';

/**
 * Applies a StatefulSet. Its volume claim templates cannot be changed in place, so when they differ it is made anew and
 * adopts the pods that it left.
 */
export function applyStatefulSet(
  api: SandboxApi,
  set: SandboxObject,
  fieldManager: string,
): SandboxObject {
  const digest = digestOf(set.spec.volumeClaimTemplates ?? []).slice(0, 16);
  const live = api.get(refOf(set));
  if (live && live.metadata.annotations?.[TEMPLATE_DIGEST] !== digest) {
    api.delete(refOf(set), { propagationPolicy: 'Orphan' });
  }
  const annotations = {
    ...set.metadata.annotations,
    [TEMPLATE_DIGEST]: digest,
  };
  return applyOwned(
    api,
    { ...set, metadata: { ...set.metadata, annotations } },
    fieldManager,
  );
}

/** Every replica is of the newest template and ready. */
export const isRolledOut = (set: SandboxObject | undefined) =>
  set !== undefined &&
  set.status?.observedGeneration === set.metadata.generation &&
  (set.status?.readyReplicas ?? 0) === set.spec.replicas &&
  (set.spec.replicas === 0 ||
    (set.status?.updatedReplicas ?? 0) === set.spec.replicas);

/**
 * Grows the volume claims to `size` where they ask for less. Answers the names of those whose volume is not that large yet.
 */
export function growVolumes(
  api: SandboxApi,
  claims: SandboxObject[],
  size: string,
): string[] {
  const wanted = bytesOf(size);
  const growing: string[] = [];
  for (const claim of claims) {
    const asked = claim.spec?.resources?.requests?.storage;
    if (asked && bytesOf(asked) < wanted) {
      api.patch(refOf(claim), {
        spec: { resources: { requests: { storage: size } } },
      });
    }
    const capacity = claim.status?.capacity?.storage;
    if (capacity && bytesOf(capacity) < wanted) {
      growing.push(claim.metadata.name);
    }
  }
  return growing;
}

export { refOf };
