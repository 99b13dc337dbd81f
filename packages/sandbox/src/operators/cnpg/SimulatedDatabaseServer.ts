import type { SandboxApi, SandboxObject } from '../../types';
import type {
  DatabaseObject,
  DatabaseServer,
  DatabaseSpec,
  ObjectOutcome,
  RoleSpec,
} from './DatabaseServer';
import { bootstrapOf, DATABASE, ROLE } from './names';

/** Stands in for a server that is not installed: what it knows is what the API's objects say. */
export class SimulatedDatabaseServer implements DatabaseServer {
  readonly #api: SandboxApi;
  readonly #cluster: SandboxObject;

  constructor(api: SandboxApi, cluster: SandboxObject) {
    this.#api = api;
    this.#cluster = cluster;
  }

  async applyRole(role: RoleSpec): Promise<void> {
    for (const parent of role.inRoles ?? []) this.#mustHaveRole(parent);
  }

  async dropRole(name: string): Promise<void> {
    const owned = this.#objects(DATABASE).find(
      database => database.spec.owner === name,
    );
    if (owned) {
      throw new Error(
        `role "${name}" cannot be dropped because some objects depend on it: owner of database ${owned.spec.name}`,
      );
    }
  }

  async applyDatabase(database: DatabaseSpec): Promise<void> {
    this.#mustHaveRole(database.owner);
  }

  async dropDatabase(): Promise<void> {}

  async applyObjects(
    _database: string,
    _kind: 'extension' | 'schema',
    objects: DatabaseObject[],
  ): Promise<ObjectOutcome[]> {
    return objects.map(({ name }) => ({ name, applied: true }));
  }

  #objects(kind: { apiVersion: string; kind: string }): SandboxObject[] {
    const { name, namespace } = this.#cluster.metadata;
    return this.#api
      .list({ ...kind, namespace })
      .filter(object => object.spec.cluster.name === name);
  }

  #mustHaveRole(name: string): void {
    const known =
      name === 'postgres' ||
      name.startsWith('pg_') ||
      name === bootstrapOf(this.#cluster).owner ||
      this.#objects(ROLE).some(
        role => role.spec.name === name && role.status?.applied === true,
      );
    if (!known) throw new Error(`role "${name}" does not exist`);
  }
}
