import { deepEqual } from '../deepEqual';
import type { ResourceType } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';

const fixedMetadata = [
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'generateName',
  'selfLink',
];

function copyField(
  target: Record<string, unknown>,
  source: Record<string, unknown>,
  key: string,
) {
  if (source[key] === undefined) delete target[key];
  else target[key] = source[key];
}

/**
 * Takes from the old object what a writer may not change: the server's metadata, the status in a write to the object, and
 * everything but the status in a write to /status. Changes `object`.
 */
export function keepServerFields(
  type: ResourceType,
  object: SandboxObject,
  old: SandboxObject,
  subresource: string | undefined,
): void {
  if (subresource === 'status') {
    const { status, metadata } = object;
    for (const key of Object.keys(object)) delete object[key];
    Object.assign(object, structuredClone(old));
    if (status === undefined) delete object.status;
    else object.status = status;
    object.metadata.managedFields = metadata.managedFields;
  } else if (type.hasStatus) {
    copyField(object, structuredClone(old), 'status');
  }
  for (const key of fixedMetadata) {
    copyField(object.metadata, old.metadata, key);
  }
}

/** Whether a write changed what `metadata.generation` counts. */
export function contentChanged(
  type: ResourceType,
  object: SandboxObject,
  old: SandboxObject,
): boolean {
  const content = (o: SandboxObject) => {
    const { metadata: _metadata, apiVersion: _apiVersion, ...rest } = o;
    if (type.hasStatus) delete rest.status;
    return rest;
  };
  return !deepEqual(content(object), content(old));
}
