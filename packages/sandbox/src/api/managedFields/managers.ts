import type { SandboxObject } from '../../types';
import { FieldSet, type FieldPath } from './FieldSet';

/** One entry of metadata.managedFields. */
export interface FieldOwner {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource?: string;
  time?: string;
  fields: FieldSet;
}

/** Paths that belong to the server and to no manager. */
const unowned = new Set([
  'f:apiVersion',
  'f:kind',
  ...[
    'name',
    'namespace',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'managedFields',
    'selfLink',
    'generateName',
  ].map(key => `f:metadata f:${key}`),
]);

/** Leaves out what cannot be owned, and what a write through this subresource does not reach. */
export function ownable(
  fields: FieldSet,
  hasStatus: boolean,
  subresource: string | undefined,
): FieldSet {
  const reached = (path: FieldPath) => {
    if (subresource === 'status') return path[0] === 'f:status';
    return !(hasStatus && path[0] === 'f:status');
  };
  return fields.filter(
    path =>
      !unowned.has(path[0]) &&
      !unowned.has(`${path[0]} ${path[1]}`) &&
      !(path.length === 1 && path[0] === 'f:metadata') &&
      reached(path),
  );
}

/** Reads metadata.managedFields; an entry that cannot be read is dropped, as the API server does. */
export function readOwners(object: SandboxObject | undefined): FieldOwner[] {
  const entries = object?.metadata.managedFields;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap(entry => {
    if (typeof entry?.manager !== 'string' || !entry.fieldsV1) return [];
    const { manager, operation, apiVersion, subresource, time, fieldsV1 } =
      entry;
    return [
      {
        manager,
        operation,
        apiVersion,
        subresource,
        time,
        fields: FieldSet.fromFieldsV1(fieldsV1),
      },
    ];
  });
}

/** The same as metadata.managedFields; owners of nothing are left out. */
export function writeOwners(owners: FieldOwner[]): unknown[] | undefined {
  const entries = owners
    .filter(owner => owner.fields.size > 0)
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time ? { time } : {}),
      fieldsType: 'FieldsV1',
      fieldsV1: fields.toFieldsV1(),
      ...(subresource ? { subresource } : {}),
    }));
  return entries.length ? entries : undefined;
}

/** Whether two entries are of the same manager and way of writing. */
export const isSameOwner = (
  a: Pick<FieldOwner, 'manager' | 'operation' | 'subresource'>,
  b: Pick<FieldOwner, 'manager' | 'operation' | 'subresource'>,
) =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  (a.subresource ?? '') === (b.subresource ?? '');
