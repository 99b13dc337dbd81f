import type { ResourceType } from '../registry/ResourceType';
import { storeResource } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';
import { ageOf } from './age';
import { ageColumn, builtinColumns } from './builtinColumns';
import type { Column, PrintContext } from './Column';
import { readAll } from './jsonPath';

const nameColumn: Column = {
  name: 'Name',
  format: 'name',
  value: object => object.metadata.name,
};

function customCell(
  object: SandboxObject,
  path: string,
  type: string,
  now: number,
): unknown {
  const values = readAll(object, path);
  if (!values.length || values[0] === null) return null;
  const [value] = values;
  if (type === 'date') return ageOf(value, now);
  if (type === 'integer') return Number.isInteger(value) ? value : null;
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return values
    .map(v => (typeof v === 'object' ? JSON.stringify(v) : String(v)))
    .join(',');
}

function columnsOf(type: ResourceType): Column[] {
  if (!type.custom) {
    const columns = builtinColumns[storeResource(type)] ?? [ageColumn];
    // Events have a column of their own for their name, and few want to see it.
    return storeResource(type) === '/events'
      ? columns
      : [nameColumn, ...columns];
  }
  if (!type.printerColumns?.length) return [nameColumn, ageColumn];
  return [
    nameColumn,
    ...type.printerColumns.map(
      (column): Column => ({
        name: column.name,
        type: column.type as Column['type'],
        format: column.format,
        description: column.description,
        priority: column.priority,
        value: (object, { now }) =>
          customCell(object, column.jsonPath, column.type, now),
      }),
    ),
  ];
}

/** How much of each object a row carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** Metadata of an object without the rest. */
export function partialMetadata(
  object: SandboxObject,
): Record<string, unknown> {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}

/** A Table of objects, as `kubectl get` asks for. */
export function toTable(
  type: ResourceType,
  objects: SandboxObject[],
  listMetadata: Record<string, unknown>,
  include: IncludeObject,
  context: PrintContext,
): Record<string, unknown> {
  const columns = columnsOf(type);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listMetadata,
    columnDefinitions: columns.map(column => ({
      name: column.name,
      type: column.type ?? 'string',
      format: column.format ?? '',
      description: column.description ?? column.name,
      priority: column.priority ?? 0,
    })),
    rows: objects.map(object => ({
      cells: columns.map(column => column.value(object, context)),
      ...(include === 'None'
        ? {}
        : { object: include === 'Object' ? object : partialMetadata(object) }),
    })),
  };
}
