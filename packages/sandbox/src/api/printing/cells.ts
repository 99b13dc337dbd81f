import type { SandboxObject } from '../../types';
import { ageOf } from './age';
import type { Column } from './Column';
import { readPath } from './jsonPath';

/** What a cell shows of an object. */
export type Cell = (object: SandboxObject) => unknown;

export const none = '<none>';

export const text = (name: string, value: Cell, priority = 0): Column => ({
  name,
  priority,
  value: object => value(object) ?? '',
});

export const path = (
  name: string,
  at: string,
  otherwise: unknown = '',
  priority = 0,
) => text(name, object => readPath(object, at) ?? otherwise, priority);

export const number = (name: string, at: string): Column => ({
  name,
  type: 'integer',
  value: object => readPath(object, at) ?? 0,
});

export const age: Column = {
  name: 'Age',
  value: (object, { now }) => ageOf(object.metadata.creationTimestamp, now),
};

export const createdAt: Column = {
  name: 'Created At',
  value: object => object.metadata.creationTimestamp ?? '<unknown>',
};

export const join = (list: unknown[] | undefined) => list?.join(',') || none;
