import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { addFinalizer, refOf, removeFinalizers } from '../runtime/children';
import type { OperatorPart } from '../runtime/operatorController';
import {
  ReconcileLoop,
  keyOf,
  type ObjectKey,
  type ReconcileResult,
} from '../runtime/ReconcileLoop';
import type { ClusterOperator } from './ClusterOperator';
import { clusterOf, failed, membersOf, orphan } from './clusterMembers';
import type { DatabaseServer, ObjectOutcome } from './DatabaseServer';
import { CLUSTER, COMPONENT, DATABASE } from './names';

const FINALIZER = 'cnpg.io/deleteDatabase';
const STEP_MS = 300;

/** Database: a database in a cluster, with its extensions and schemas. */
export class DatabaseOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #clusters: ClusterOperator;
  readonly #loop: ReconcileLoop;

  constructor(context: ControllerContext, clusters: ClusterOperator) {
    this.#api = context.api;
    this.#context = context;
    this.#clusters = clusters;
    this.#loop = new ReconcileLoop({
      name: `${COMPONENT} database`,
      context,
      reconcile: key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    this.#loop
      .follow(DATABASE, database => [keyOf(database)])
      .follow(CLUSTER, membersOf(this.#api, DATABASE));
  }

  stop = () => this.#loop.stop();

  async #reconcile(key: ObjectKey): Promise<ReconcileResult> {
    const found = this.#api.get({ ...DATABASE, ...key });
    if (!found) return undefined;
    const target = clusterOf(this.#api, this.#clusters, found);
    if (target.state === 'gone') {
      orphan(this.#api, found, FINALIZER);
      return undefined;
    }
    if (target.state === 'busy') return undefined;
    if (found.metadata.deletionTimestamp) {
      return this.#delete(found, target.server);
    }
    const { status, metadata } = found;
    if (
      status?.applied === true &&
      status.observedGeneration === metadata.generation
    ) {
      return undefined;
    }
    const database = addFinalizer(this.#api, found, FINALIZER);
    const other = this.#otherManager(database);
    if (other) {
      return failed(
        this.#api,
        database,
        `reconciliation error: database "${database.spec.name}" is already managed by object "${other}"`,
      );
    }
    await this.#context.pause(STEP_MS);
    return this.#apply(database, target.server);
  }

  #otherManager(database: SandboxObject): string | undefined {
    if (database.status?.observedGeneration) return undefined;
    return this.#api
      .list({ ...DATABASE, namespace: database.metadata.namespace })
      .find(
        each =>
          each.metadata.name !== database.metadata.name &&
          each.spec.cluster.name === database.spec.cluster.name &&
          each.spec.name === database.spec.name &&
          each.status?.observedGeneration,
      )?.metadata.name;
  }

  async #apply(
    database: SandboxObject,
    server: DatabaseServer,
  ): Promise<ReconcileResult> {
    const { spec } = database;
    let extensions: ObjectOutcome[] = [];
    let schemas: ObjectOutcome[] = [];
    try {
      if (spec.ensure === 'absent') {
        await server.dropDatabase(spec.name);
      } else {
        await server.applyDatabase(spec as never);
        schemas = await server.applyObjects(
          spec.name,
          'schema',
          spec.schemas ?? [],
        );
        extensions = await server.applyObjects(
          spec.name,
          'extension',
          spec.extensions ?? [],
        );
      }
    } catch (error) {
      return failed(this.#api, database, (error as Error).message);
    }
    const objects = {
      extensions: extensions.length ? extensions : null,
      schemas: schemas.length ? schemas : null,
    };
    const broken = [...schemas, ...extensions].filter(each => !each.applied);
    if (broken.length) {
      this.#api.patchStatus(refOf(database), objects);
      return failed(
        this.#api,
        database,
        `reconciliation error: ${broken
          .map(({ name, message }) => `${name}: ${message}`)
          .join('; ')}`,
      );
    }
    this.#api.patchStatus(refOf(database), {
      ...objects,
      applied: true,
      message: null,
      observedGeneration: database.metadata.generation,
    });
    return undefined;
  }

  async #delete(
    database: SandboxObject,
    server: DatabaseServer,
  ): Promise<ReconcileResult> {
    if (!database.metadata.finalizers?.includes(FINALIZER)) return undefined;
    if (database.spec.databaseReclaimPolicy === 'delete') {
      try {
        await server.dropDatabase(database.spec.name);
      } catch (error) {
        return failed(this.#api, database, (error as Error).message);
      }
    }
    removeFinalizers(this.#api, database, FINALIZER);
    return undefined;
  }
}
