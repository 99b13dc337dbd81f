import type { SandboxObject } from '../../types';

/** What a cell may look at beside the object. */
export interface PrintContext {
  /** Milliseconds since 1970. */
  now: number;
}

/** A column of a Table. */
export interface Column {
  name: string;
  type?: 'string' | 'integer' | 'boolean' | 'number' | 'date';
  format?: string;
  description?: string;
  /** 1: only with `-o wide`. */
  priority?: number;
  value(object: SandboxObject, context: PrintContext): unknown;
}
