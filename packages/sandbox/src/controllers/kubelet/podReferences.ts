import type { SandboxApi, SandboxObject } from '../../types';
import type { ContainerSpec } from './containers';

/** A Secret or ConfigMap that a pod names. */
interface Named {
  kind: 'Secret' | 'ConfigMap';
  name: string;
  key?: string;
  optional?: boolean;
}

/** What a pod names that is not there. */
export interface MissingReferences {
  /** Why the volumes cannot be mounted. */
  volumes?: string;
  /** Why a container cannot be configured. */
  environment(container: ContainerSpec): string | undefined;
  /** `Secret/<namespace>/<name>` of each object that was looked for in vain. */
  wanted: string[];
}

export const referenceId = (kind: string, namespace: string, name: string) =>
  `${kind}/${namespace}/${name}`;

function* environmentOf(container: ContainerSpec): Generator<Named> {
  for (const { secretRef, configMapRef } of container.envFrom ?? []) {
    if (secretRef) yield { kind: 'Secret', ...secretRef };
    if (configMapRef) yield { kind: 'ConfigMap', ...configMapRef };
  }
  for (const { valueFrom } of container.env ?? []) {
    const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
    if (secretKeyRef) yield { kind: 'Secret', ...secretKeyRef };
    if (configMapKeyRef) yield { kind: 'ConfigMap', ...configMapKeyRef };
  }
}

type VolumeSource = Record<string, any>;

function* sourcesOf(
  volume: VolumeSource,
): Generator<Named & { keys: string[] }> {
  const keysOf = (source: VolumeSource): string[] =>
    (source.items ?? []).map((item: { key: string }) => item.key);
  const { secret, configMap, projected } = volume;
  if (secret) {
    const { optional, secretName, name } = secret;
    yield {
      kind: 'Secret',
      name: secretName ?? name,
      optional,
      keys: keysOf(secret),
    };
  }
  if (configMap) {
    const { optional, name } = configMap;
    yield { kind: 'ConfigMap', name, optional, keys: keysOf(configMap) };
  }
  for (const source of projected?.sources ?? []) yield* sourcesOf(source);
}

const hasKey = (object: SandboxObject, key: string) =>
  object.data?.[key] !== undefined || object.binaryData?.[key] !== undefined;

/** Looks for every Secret and ConfigMap that the pod's volumes and containers name. */
export function missingReferences(
  api: SandboxApi,
  pod: SandboxObject,
): MissingReferences {
  const namespace = pod.metadata.namespace!;
  const wanted = new Set<string>();
  const problemOf = (
    { kind, name, optional }: Named,
    keys: string[],
    describeKey: (key: string) => string,
  ): string | undefined => {
    if (optional) return undefined;
    const object = api.get({ apiVersion: 'v1', kind, name, namespace });
    const missing = object && keys.find(key => !hasKey(object, key));
    if (object && missing === undefined) return undefined;
    wanted.add(referenceId(kind, namespace, name));
    return missing === undefined
      ? `${kind.toLowerCase()} "${name}" not found`
      : describeKey(missing);
  };

  let volumes: string | undefined;
  for (const volume of pod.spec.volumes ?? []) {
    for (const source of sourcesOf(volume)) {
      const problem = problemOf(
        source,
        source.keys,
        key =>
          `references non-existent ${
            source.kind === 'Secret' ? 'secret' : 'config'
          } key: ${key}`,
      );
      volumes ??=
        problem &&
        `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
    }
  }
  const problems = new Map<string, string>();
  for (const container of [
    ...((pod.spec.initContainers ?? []) as ContainerSpec[]),
    ...(pod.spec.containers as ContainerSpec[]),
  ]) {
    for (const named of environmentOf(container)) {
      const problem = problemOf(
        named,
        named.key ? [named.key] : [],
        key =>
          `couldn't find key ${key} in ${named.kind} ${namespace}/${named.name}`,
      );
      if (problem && !problems.has(container.name)) {
        problems.set(container.name, problem);
      }
    }
  }
  return {
    volumes,
    environment: container => problems.get(container.name),
    wanted: [...wanted],
  };
}
