import { ApiStatusError } from '../ApiStatusError';
import type { ResourceType } from '../registry/ResourceType';
import type { StoredObject } from '../../store';
import type { SandboxObject } from '../../types';

/** How an object is to be deleted. */
export interface DeleteOptions {
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
  /** 0 ends a pod at once; otherwise a scheduled pod that has not ended is only marked, for its kubelet to end it. */
  gracePeriodSeconds?: number;
  dryRun?: boolean;
}

const propagationFinalizers: Record<string, string> = {
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
};

const undyingNamespaces = ['default', 'kube-system', 'kube-public'];

/** Throws 403 for a namespace that a cluster is never without. */
export function assertDeletable(type: ResourceType, name: string): void {
  if (
    type.group === '' &&
    type.plural === 'namespaces' &&
    undyingNamespaces.includes(name)
  ) {
    throw ApiStatusError.forbidden(
      type,
      name,
      'this namespace may not be deleted',
    );
  }
}

/** Whether a finalizer keeps the object from going. */
export function isHeld(object: SandboxObject): boolean {
  return (
    Boolean(object.metadata.finalizers?.length) ||
    (object.apiVersion === 'v1' &&
      object.kind === 'Namespace' &&
      Boolean(object.spec?.finalizers?.length))
  );
}

/** How long a pod may take to end; everything else goes at once. */
export function graceSeconds(
  type: ResourceType,
  object: SandboxObject,
  wanted: number | undefined,
): number {
  const isRunningPod =
    type.group === '' &&
    type.plural === 'pods' &&
    object.spec?.nodeName &&
    !['Succeeded', 'Failed'].includes(object.status?.phase);
  if (!isRunningPod) return 0;
  return Math.max(0, wanted ?? object.spec.terminationGracePeriodSeconds ?? 30);
}

/** Leaves the dependents to the garbage collector: removed before the object, or set free. Changes `object`. */
export function addPropagationFinalizer(
  object: SandboxObject,
  policy: DeleteOptions['propagationPolicy'],
): void {
  const finalizer = propagationFinalizers[policy ?? ''];
  const { finalizers = [] } = object.metadata;
  if (finalizer && !finalizers.includes(finalizer)) {
    object.metadata.finalizers = [...finalizers, finalizer];
  }
}

/** Marks an object as being deleted; the first mark stays. Changes `object`. */
export function markDeleted(
  type: ResourceType,
  object: SandboxObject,
  grace: number,
  at: string,
): void {
  const { metadata } = object;
  if (metadata.deletionTimestamp) {
    if (grace === 0) metadata.deletionGracePeriodSeconds = 0;
    return;
  }
  metadata.deletionTimestamp = at;
  metadata.deletionGracePeriodSeconds = grace;
  if (metadata.generation) metadata.generation += 1;
  if (type.group === '' && type.plural === 'namespaces') {
    object.status = { ...object.status, phase: 'Terminating' };
  }
}

/** Throws 409 when the object is not the one, or not in the state, that the caller means. */
export function assertPreconditions(
  type: ResourceType,
  stored: StoredObject,
  { uid, resourceVersion }: DeleteOptions['preconditions'] = {},
): void {
  const { metadata } = stored.object;
  if (uid && uid !== metadata.uid) {
    throw ApiStatusError.conflict(
      type,
      metadata.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    );
  }
  if (resourceVersion && resourceVersion !== String(stored.version)) {
    throw ApiStatusError.conflict(
      type,
      metadata.name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${stored.version}`,
    );
  }
}
