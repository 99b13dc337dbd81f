import { ApiStatusError } from '../ApiStatusError';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const stringMap = (value: unknown) =>
  value === undefined ||
  value === null ||
  (isObject(value) && Object.values(value).every(v => typeof v === 'string'));

function refuse(path: string, wanted: string): never {
  throw ApiStatusError.badRequest(
    `the object provided is unrecognized: ${path} must be ${wanted}`,
  );
}

/** Refuses what cannot even be read as an object with metadata, before any rule looks into it. */
export function assertObjectShape(
  value: unknown,
): asserts value is Record<string, any> {
  if (!isObject(value)) refuse('the body', 'an object');
  for (const key of ['apiVersion', 'kind']) {
    if (value[key] !== undefined && typeof value[key] !== 'string') {
      refuse(key, 'a string');
    }
  }
  const { metadata } = value;
  if (metadata === undefined || metadata === null) return;
  if (!isObject(metadata)) refuse('metadata', 'an object');
  for (const key of [
    'name',
    'namespace',
    'generateName',
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'deletionTimestamp',
  ]) {
    const field = metadata[key];
    if (field !== undefined && field !== null && typeof field !== 'string') {
      refuse(`metadata.${key}`, 'a string');
    }
  }
  for (const key of ['labels', 'annotations']) {
    if (!stringMap(metadata[key])) {
      refuse(`metadata.${key}`, 'a map of strings');
    }
  }
  const { finalizers, ownerReferences, managedFields } = metadata;
  if (
    finalizers !== undefined &&
    finalizers !== null &&
    !(Array.isArray(finalizers) && finalizers.every(f => typeof f === 'string'))
  ) {
    refuse('metadata.finalizers', 'a list of strings');
  }
  for (const [key, list] of Object.entries({
    ownerReferences,
    managedFields,
  })) {
    if (
      list !== undefined &&
      list !== null &&
      !(Array.isArray(list) && list.every(isObject))
    ) {
      refuse(`metadata.${key}`, 'a list of objects');
    }
  }
}
