import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { RowChange, UnreadableObject } from '../types';
import {
  compareResourceVersions,
  newerResourceVersion,
} from './resourceVersion';

/** What is kept of one object. */
export interface Entry<Row> {
  key: string;
  name: string;
  namespace?: string;
  resourceVersion: string;
  /** Undefined when the object could not be read. */
  row?: Row;
  unreadable?: string;
}

/** What became of an event. */
export type Applied<Row> =
  | { type: 'changed'; change: RowChange<Row> }
  | { type: 'unchanged' }
  /** Events were lost, repeated or out of order, so that only a new list can tell the truth. */
  | { type: 'doubtful' };

/** The trimmed copy of a set of objects, and the rules by which lists and events change it. */
export class TrimmedRows<Row> {
  private entries = new Map<string, Entry<Row>>();
  /** Where a watch has to go on. */
  resourceVersion = '';

  constructor(
    private readonly cluster: string,
    private readonly kind: { apiVersion: string; kind: string },
    private readonly trim: (object: KubernetesObject) => Row,
  ) {}

  /** Trims one item of a list; a known object in a known version is not trimmed again. */
  entryOf(object: unknown): Entry<Row> {
    const metadata = (object as any)?.metadata;
    const name = metadata?.name;
    const namespace = metadata?.namespace;
    const resourceVersion = metadata?.resourceVersion;
    if (
      typeof name !== 'string' ||
      !name ||
      (namespace !== undefined && typeof namespace !== 'string')
    ) {
      return {
        key: '',
        name: '',
        resourceVersion: '',
        unreadable: 'it has no valid name',
      };
    }
    const key = keyOf(name, namespace);
    const known = this.entries.get(key);
    if (resourceVersion && known?.resourceVersion === resourceVersion) {
      return known!;
    }
    const entry = {
      key,
      name,
      namespace,
      resourceVersion: String(resourceVersion ?? ''),
    };
    try {
      return {
        ...entry,
        row: this.trim({ ...this.kind, ...(object as KubernetesObject) }),
      };
    } catch (error) {
      return {
        ...entry,
        unreadable: error instanceof Error ? error.message : String(error),
      };
    }
  }

  /** Takes a complete list for the truth; answers what it changed. */
  replace(list: Entry<Row>[], resourceVersion: string): RowChange<Row>[] {
    const previous = this.entries;
    this.entries = new Map();
    this.resourceVersion = resourceVersion;
    let nameless = 0;
    const changes: RowChange<Row>[] = [];
    for (const entry of list) {
      const key = entry.key || `?${nameless++}`;
      this.entries.set(key, entry);
      const before = previous.get(key);
      previous.delete(key);
      if (entry !== before) {
        changes.push(...this.changeOf(entry, before));
      }
    }
    for (const gone of previous.values()) {
      changes.push(...this.changeOf({ ...gone, row: undefined }, gone));
    }
    return changes;
  }

  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown): Applied<Row> {
    const entry = this.entryOf(object);
    if (!entry.key) {
      return { type: 'doubtful' };
    }
    const before = this.entries.get(entry.key);
    const version = entry.resourceVersion;
    if (before) {
      const order = compareResourceVersions(version, before.resourceVersion);
      const repeated = type !== 'DELETED' && before === entry;
      if (repeated || (order !== undefined && order < 0)) {
        // What is known of this object is as new or newer.
        return { type: 'unchanged' };
      }
    } else if (type === 'DELETED') {
      this.advance(version);
      return { type: 'unchanged' };
    } else {
      const order = compareResourceVersions(version, this.resourceVersion);
      if (order !== undefined && order <= 0) {
        // Either it was deleted since, or the events came in the wrong order.
        return { type: 'doubtful' };
      }
    }
    this.advance(version);
    if (type === 'DELETED') {
      this.entries.delete(entry.key);
    } else {
      this.entries.set(entry.key, entry);
    }
    const [change] = this.changeOf(
      type === 'DELETED' ? { ...entry, row: undefined } : entry,
      before,
    );
    return change ? { type: 'changed', change } : { type: 'unchanged' };
  }

  bookmark(resourceVersion: string) {
    this.advance(resourceVersion);
  }

  row(name: string, namespace?: string): Row | undefined {
    return this.entries.get(keyOf(name, namespace))?.row;
  }

  rows(): Row[] {
    const rows: Row[] = [];
    for (const { row, unreadable } of this.entries.values()) {
      if (unreadable === undefined) {
        rows.push(row as Row);
      }
    }
    return rows;
  }

  get size(): number {
    return this.entries.size;
  }

  unreadable(): UnreadableObject[] {
    const objects: UnreadableObject[] = [];
    for (const { name, namespace, unreadable } of this.entries.values()) {
      if (unreadable !== undefined) {
        objects.push({ name, namespace, reason: unreadable });
      }
    }
    return objects;
  }

  private advance(resourceVersion: string) {
    if (resourceVersion) {
      this.resourceVersion = newerResourceVersion(
        this.resourceVersion,
        resourceVersion,
      );
    }
  }

  private changeOf(
    entry: Entry<Row>,
    before: Entry<Row> | undefined,
  ): RowChange<Row>[] {
    if (isDeepStrictEqual(entry.row, before?.row)) {
      return [];
    }
    const { name, namespace, row } = entry;
    return [
      { cluster: this.cluster, namespace, name, row, previous: before?.row },
    ];
  }
}

function keyOf(name: string, namespace: string | undefined): string {
  return `${namespace ?? ''}/${name}`;
}
