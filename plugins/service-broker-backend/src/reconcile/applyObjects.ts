import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { ClusterClient } from '@jimu/plugin-clusters-node';
import type { RenderedResource } from '@jimu/plugin-service-broker-node';
import { findings } from '../model/problems';
import type { HeldLease } from './HeldLease';
import {
  describeObject,
  isOwnedBy,
  LiveObjects,
  withoutSecrets,
} from './liveObjects';
import { obstacle } from './obstacles';
import { randomText } from './randomText';

export interface ApplyObjectsOptions {
  client: ClusterClient;
  lease: HeldLease;
  instanceId: string;
  rendered: readonly RenderedResource[];
  /** What of it is there already, by resource id. */
  live: LiveObjects;
}

/**
 * Applies objects in order and answers them as stored. One that exists and is not the instance's is an obstacle, never
 * taken over; a Secret with generated values is made once and then left alone.
 */
export async function applyObjects(
  options: ApplyObjectsOptions,
): Promise<LiveObjects> {
  const { client, lease, instanceId, rendered, live } = options;
  const stored: LiveObjects = {};
  for (const resource of rendered) {
    const before = live[resource.id];
    if (before) refuseForeign(before, instanceId);
    await lease.hold();
    const object =
      resource.generated.length > 0
        ? await ensureSecret(client, resource, before, instanceId)
        : await client.apply(resource.object);
    stored[resource.id] = withoutSecrets(object);
  }
  return stored;
}

function refuseForeign(object: KubernetesObject, instanceId: string): void {
  if (isOwnedBy(object, instanceId)) return;
  const { name, namespace } = object.metadata;
  throw obstacle(
    'ForeignObject',
    findings.objectForeign(
      describeObject({ kind: object.kind, name, namespace }),
    ),
  );
}

/**
 * A create cannot overwrite: if the answer to one was lost, or another worker was faster, the Secret that is there counts.
 * Server-side apply would not do: applying without the values takes them away, applying with them changes them.
 */
async function ensureSecret(
  client: ClusterClient,
  resource: RenderedResource,
  before: KubernetesObject | undefined,
  instanceId: string,
): Promise<KubernetesObject> {
  const existing = before ?? (await createSecret(client, resource));
  refuseForeign(existing, instanceId);
  const present = Object.keys((existing.data ?? {}) as object);
  const lost = resource.generated.filter(({ key }) => !present.includes(key));
  if (lost.length === 0) return existing;
  const { apiVersion, kind, metadata } = resource.object;
  const ref = {
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
  };
  const patched = await client.mergePatch(ref, {
    data: generatedData(lost),
  });
  return patched ?? existing;
}

async function createSecret(
  client: ClusterClient,
  { object, generated }: RenderedResource,
): Promise<KubernetesObject> {
  const fresh = {
    ...object,
    data: {
      ...((object.data ?? {}) as Record<string, string>),
      ...generatedData(generated),
    },
  };
  try {
    return await client.create(fresh);
  } catch (error) {
    if ((error as Error).name !== 'ConflictError') throw error;
    const { apiVersion, kind, metadata } = object;
    const existing = await client.get({
      apiVersion,
      kind,
      name: metadata.name,
      namespace: metadata.namespace,
    });
    if (!existing) throw error;
    return existing;
  }
}

function generatedData(
  generated: RenderedResource['generated'],
): Record<string, string> {
  return Object.fromEntries(
    generated.map(({ key, length }) => [
      key,
      Buffer.from(randomText(length)).toString('base64'),
    ]),
  );
}
