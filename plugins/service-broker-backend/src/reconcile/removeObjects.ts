import type { KubernetesObject, ObjectRef } from '@jimu/plugin-clusters-common';
import type { ClusterClient } from '@jimu/plugin-clusters-node';
import type { HeldLease } from './HeldLease';
import { describeObject, isOwnedBy } from './liveObjects';

/** What is still there, in words, and what was proven gone. */
export interface Removal {
  waiting: string[];
  proof: string[];
}

export interface RemoveObjectOptions {
  /** Id of the instance that it must be labelled as. Left out: its name says that it belongs to the instance. */
  owner?: string;
  /** Leaves behind what the object owns. */
  orphan?: boolean;
}

/** Deletes an object by its uid. */
export async function removeObject(
  client: ClusterClient,
  lease: HeldLease,
  ref: ObjectRef,
  { owner, orphan }: RemoveObjectOptions,
): Promise<Removal> {
  const object = await unlessUnserved(client.get(ref));
  const what = describeObject(ref);
  if (!object) return { waiting: [], proof: [what] };
  if (owner && !isOwnedBy(object, owner)) return { waiting: [], proof: [] };
  await requestRemoval(client, lease, object, orphan);
  return { waiting: [describeWaiting(what, object)], proof: [] };
}

/** Deletes all objects of a kind with these labels in the namespace. */
export async function removeSelected(
  client: ClusterClient,
  lease: HeldLease,
  selected: {
    apiVersion: string;
    kind: string;
    namespace: string;
    labels: Record<string, string>;
  },
): Promise<Removal> {
  const { apiVersion, kind, namespace, labels } = selected;
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  // A selector without labels selects everything in the namespace.
  if (labelSelector === '') return { waiting: [], proof: [] };
  const objects =
    (await unlessUnserved(
      client.list({ apiVersion, kind, namespace, labelSelector }),
    )) ?? [];
  if (objects.length === 0) {
    return { waiting: [], proof: [`${kind} with ${labelSelector}`] };
  }
  const waiting: string[] = [];
  for (const object of objects) {
    await requestRemoval(client, lease, { ...object, apiVersion, kind });
    waiting.push(
      describeWaiting(
        describeObject({ kind, name: object.metadata.name, namespace }),
        object,
      ),
    );
  }
  return { waiting, proof: [] };
}

async function requestRemoval(
  client: ClusterClient,
  lease: HeldLease,
  object: KubernetesObject,
  orphan = false,
): Promise<void> {
  if (object.metadata.deletionTimestamp) return;
  await lease.hold();
  try {
    await client.delete(
      {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name: object.metadata.name,
        namespace: object.metadata.namespace,
      },
      {
        propagationPolicy: orphan ? 'Orphan' : 'Background',
        uid: object.metadata.uid,
      },
    );
  } catch (error) {
    // Deleted and made anew in between: the next pass meets the new one.
    if ((error as Error).name !== 'ConflictError') throw error;
  }
}

function describeWaiting(what: string, object: KubernetesObject): string {
  const { deletionTimestamp, finalizers } = object.metadata;
  return deletionTimestamp && finalizers?.length
    ? `${what} (finalizers ${finalizers.join(', ')})`
    : what;
}

/** A kind that the cluster does not serve has no objects. */
async function unlessUnserved<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return undefined;
    throw error;
  }
}
