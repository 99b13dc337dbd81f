import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxObject } from '../types';
import { EventHistory, type StoreEvent } from './EventHistory';

/** An object as it lies in the store. Never change `object`: it is shared by all readers. */
export interface StoredObject {
  readonly object: SandboxObject;
  /** The same as JSON. */
  readonly text: string;
  readonly version: number;
}

/** Where an object lies: `<group>/<plural>`, namespace ('' for cluster scope) and name. */
export interface StoreKey {
  resource: string;
  namespace: string;
  name: string;
}

export interface ObjectStoreOptions {
  /** How many writes a watch can be behind before it is told 410. */
  historySize?: number;
}

const mapKey = (namespace: string, name: string) => `${namespace}\u0000${name}`;

function openAlone(file: string): Database.Database {
  const database = new Database(file, { timeout: 500 });
  // The objects are also held in memory, so a second process on the same file would work on old ones.
  database.pragma('locking_mode = EXCLUSIVE');
  try {
    database.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(`${file} is in use by another sandbox`);
  }
  return database;
}

/**
 * Kubernetes objects in one SQLite file, with a copy in memory for reading. Every write is one transaction that also moves
 * the resource version, so a process killed at any moment leaves either all or nothing of a write.
 */
export class ObjectStore {
  private readonly database: Database.Database;
  private readonly objects = new Map<string, Map<string, StoredObject>>();
  private readonly listeners = new Set<(event: StoreEvent) => void>();
  private readonly history: EventHistory;
  private readonly upsert: Database.Statement;
  private readonly remove: Database.Statement;
  private readonly saveVersion: Database.Statement;
  private readonly readFact: Database.Statement;
  private readonly saveFact: Database.Statement;
  private version: number;

  constructor(dataDir: string, options: ObjectStoreOptions = {}) {
    mkdirSync(dataDir, { recursive: true });
    this.database = openAlone(join(dataDir, 'kubernetes.sqlite'));
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.exec(`
      CREATE TABLE IF NOT EXISTS objects (
        resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
        version INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (resource, namespace, name)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `);
    this.upsert = this.database.prepare(
      `INSERT INTO objects (resource, namespace, name, version, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (resource, namespace, name) DO UPDATE SET version = excluded.version, body = excluded.body`,
    );
    this.remove = this.database.prepare(
      'DELETE FROM objects WHERE resource = ? AND namespace = ? AND name = ?',
    );
    this.readFact = this.database.prepare(
      'SELECT value FROM facts WHERE name = ?',
    );
    this.saveFact = this.database.prepare(
      `INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.saveVersion = this.database.prepare(
      `INSERT INTO facts (name, value) VALUES ('version', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.version = Number(this.fact('version') ?? '1');
    this.load();
    this.history = new EventHistory(
      this.version,
      options.historySize ?? 10_000,
    );
  }

  private load(): void {
    const rows = this.database
      .prepare('SELECT resource, namespace, name, version, body FROM objects')
      .iterate() as IterableIterator<{
      resource: string;
      namespace: string;
      name: string;
      version: number;
      body: string;
    }>;
    for (const row of rows) {
      this.of(row.resource).set(mapKey(row.namespace, row.name), {
        object: JSON.parse(row.body),
        text: row.body,
        version: row.version,
      });
    }
  }

  private of(resource: string): Map<string, StoredObject> {
    let map = this.objects.get(resource);
    if (!map) {
      map = new Map();
      this.objects.set(resource, map);
    }
    return map;
  }

  /** The one counter behind every resourceVersion. */
  currentVersion(): number {
    return this.version;
  }

  /** A small fact that must survive restarts. */
  fact(name: string): string | undefined {
    return (this.readFact.get(name) as { value: string } | undefined)?.value;
  }

  setFact(name: string, value: string): void {
    this.saveFact.run(name, value);
  }

  get(key: StoreKey): StoredObject | undefined {
    return this.objects.get(key.resource)?.get(mapKey(key.namespace, key.name));
  }

  /** In order of namespace and name, as etcd lists them. */
  list(resource: string, namespace?: string): StoredObject[] {
    const map = this.objects.get(resource);
    if (!map) return [];
    const prefix = namespace === undefined ? undefined : mapKey(namespace, '');
    const keys: string[] = [];
    for (const key of map.keys()) {
      if (prefix === undefined || key.startsWith(prefix)) keys.push(key);
    }
    keys.sort((a, b) => (a < b ? -1 : 1));
    return keys.map(key => map.get(key)!);
  }

  count(resource: string): number {
    return this.objects.get(resource)?.size ?? 0;
  }

  /** Writes an object under the next version, which it also puts into `metadata.resourceVersion`. */
  put(key: StoreKey, object: SandboxObject): StoredObject {
    const map = this.of(key.resource);
    const id = mapKey(key.namespace, key.name);
    const previous = map.get(id);
    const current = this.stamp(object);
    this.database.transaction(() => {
      this.upsert.run(
        key.resource,
        key.namespace,
        key.name,
        current.version,
        current.text,
      );
      this.saveVersion.run(String(current.version));
    })();
    this.version = current.version;
    map.set(id, current);
    this.emit({
      type: previous ? 'MODIFIED' : 'ADDED',
      resource: key.resource,
      version: current.version,
      current,
      previous,
    });
    return current;
  }

  /** Removes an object; the event carries its last state under the version of the removal. */
  delete(key: StoreKey, lastState?: SandboxObject): StoredObject | undefined {
    const map = this.of(key.resource);
    const id = mapKey(key.namespace, key.name);
    const previous = map.get(id);
    if (!previous) return undefined;
    const current = this.stamp(lastState ?? previous.object);
    this.database.transaction(() => {
      this.remove.run(key.resource, key.namespace, key.name);
      this.saveVersion.run(String(current.version));
    })();
    this.version = current.version;
    map.delete(id);
    this.emit({
      type: 'DELETED',
      resource: key.resource,
      version: current.version,
      current,
      previous,
    });
    return current;
  }

  private stamp(object: SandboxObject): StoredObject {
    const version = this.version + 1;
    const copy = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    };
    const text = JSON.stringify(copy);
    return { object: JSON.parse(text), text, version };
  }

  private emit(event: StoreEvent): void {
    this.history.append(event);
    for (const listener of this.listeners) listener(event);
  }

  /** Called for every write, synchronously: listeners only queue. */
  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Events of a resource after `version`; `undefined` when the history does not reach back that far. */
  eventsSince(resource: string, version: number): StoreEvent[] | undefined {
    return this.history.since(resource, version);
  }

  oldestVersion(): number {
    return this.history.oldestVersion();
  }

  compact(): void {
    this.history.compact(this.version);
  }

  isOpen(): boolean {
    return this.database.open;
  }

  close(): void {
    this.listeners.clear();
    this.database.close();
  }
}
