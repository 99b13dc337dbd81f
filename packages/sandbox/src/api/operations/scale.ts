import { ApiStatusError } from '../ApiStatusError';
import { readPath, writePath } from '../printing/jsonPath';
import type { ResourceType } from '../registry/ResourceType';
import { selectorText } from '../selectors/labelSelector';
import type { SandboxObject } from '../../types';

function selectorOf(type: ResourceType, object: SandboxObject): string {
  if (!type.custom) return selectorText(object.spec?.selector);
  const path = type.scale?.labelSelectorPath;
  return path ? String(readPath(object, path) ?? '') : '';
}

/** An object as its scale subresource. */
export function toScale(
  type: ResourceType,
  object: SandboxObject,
): SandboxObject {
  const { specReplicasPath, statusReplicasPath } = type.scale!;
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const selector = selectorOf(type, object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: readPath(object, specReplicasPath) ?? 0 },
    status: {
      replicas: readPath(object, statusReplicasPath) ?? 0,
      ...(selector ? { selector } : {}),
    },
  };
}

/** Takes the wanted replicas of a Scale into its object; changes `object`. */
export function applyScale(
  type: ResourceType,
  object: SandboxObject,
  scale: any,
): SandboxObject {
  const replicas = scale?.spec?.replicas ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0 || replicas > 2 ** 31 - 1) {
    throw ApiStatusError.invalid(
      { group: 'autoscaling', kind: 'Scale' },
      object.metadata.name,
      [
        {
          reason: 'FieldValueInvalid',
          field: 'spec.replicas',
          message: `Invalid value: ${JSON.stringify(
            replicas,
          )}: must be greater than or equal to 0`,
        },
      ],
    );
  }
  const { resourceVersion, uid } = scale.metadata ?? {};
  if (resourceVersion) object.metadata.resourceVersion = resourceVersion;
  if (uid) object.metadata.uid = uid;
  writePath(object, type.scale!.specReplicasPath, replicas);
  return object;
}
