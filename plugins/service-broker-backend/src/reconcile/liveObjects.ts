import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { ClusterClient } from '@jimu/plugin-clusters-node';
import { LABEL_INSTANCE, ObservedRef } from '@jimu/plugin-service-broker-node';

/** Live objects by the ids of their refs; what is not there is left out. */
export type LiveObjects = Record<string, KubernetesObject>;

/** Reads objects. Secrets come without their values: nothing but a person's own request reads those. */
export async function readObjects(
  client: ClusterClient,
  refs: readonly ObservedRef[],
): Promise<LiveObjects> {
  const found = await Promise.all(refs.map(ref => client.get(toRef(ref))));
  const live: LiveObjects = {};
  refs.forEach((ref, index) => {
    const object = found[index];
    if (object) live[ref.id] = withoutSecrets(object);
  });
  return live;
}

/** The object as it is, but of a Secret only the names of its keys. */
export function withoutSecrets(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  const { data, stringData: _stringData, ...rest } = object;
  const keys = Object.keys((data ?? {}) as object);
  return { ...rest, data: Object.fromEntries(keys.map(key => [key, ''])) };
}

export function isOwnedBy(
  object: KubernetesObject,
  instanceId: string,
): boolean {
  return object.metadata.labels?.[LABEL_INSTANCE] === instanceId;
}

export function toRef({ apiVersion, kind, name, namespace }: ObservedRef) {
  return { apiVersion, kind, name, namespace };
}

/** `Kafka pay-dev-svc/orders-x1y2z`. */
export function describeObject(object: {
  kind: string;
  name: string;
  namespace?: string;
}): string {
  const { kind, name, namespace } = object;
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}
