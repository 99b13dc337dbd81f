import type { ControllerContext, SandboxApi, SandboxObject } from '../../types';
import { addFinalizer, refOf, removeFinalizers } from '../runtime/children';
import { secretValue, withTransitionTimes } from '../runtime/objects';
import type { OperatorPart } from '../runtime/operatorController';
import {
  ReconcileLoop,
  keyOf,
  type ObjectKey,
  type ReconcileResult,
} from '../runtime/ReconcileLoop';
import type { ClusterOperator } from './ClusterOperator';
import { clusterOf, failed, membersOf, orphan } from './clusterMembers';
import type { DatabaseServer } from './DatabaseServer';
import { CLUSTER, COMPONENT, DATABASE, RELOAD_LABEL, ROLE } from './names';

const FINALIZER = 'cnpg.io/deleteRole';
const STEP_MS = 300;
const SECRET = { apiVersion: 'v1', kind: 'Secret' };
const reserved = /^(postgres|streaming_replica|cnpg_.*|pg_.*)$/;

/** DatabaseRole: a login in the database of a cluster. */
export class RoleOperator implements OperatorPart {
  readonly #api: SandboxApi;
  readonly #context: ControllerContext;
  readonly #clusters: ClusterOperator;
  readonly #loop: ReconcileLoop;

  constructor(context: ControllerContext, clusters: ClusterOperator) {
    this.#api = context.api;
    this.#context = context;
    this.#clusters = clusters;
    this.#loop = new ReconcileLoop({
      name: `${COMPONENT} role`,
      context,
      reconcile: key => this.#reconcile(key),
    });
  }

  async start(): Promise<void> {
    this.#loop
      .follow(ROLE, role => [keyOf(role)])
      .follow(CLUSTER, membersOf(this.#api, ROLE))
      // What kept a role from being dropped may be gone.
      .follow(DATABASE, ({ metadata, spec }) =>
        this.#rolesNamed(metadata, spec.owner),
      )
      .follow(SECRET, secret =>
        secret.metadata.labels?.[RELOAD_LABEL] === 'true'
          ? this.#rolesUsing(secret)
          : [],
      );
  }

  stop = () => this.#loop.stop();

  #rolesUsing({ metadata: { name, namespace } }: SandboxObject): ObjectKey[] {
    return this.#api
      .list({ ...ROLE, namespace })
      .filter(role => role.spec.passwordSecret?.name === name)
      .map(keyOf);
  }

  #rolesNamed(
    { namespace }: SandboxObject['metadata'],
    name: string,
  ): ObjectKey[] {
    return this.#api
      .list({ ...ROLE, namespace })
      .filter(role => role.spec.name === name)
      .map(keyOf);
  }

  async #reconcile(key: ObjectKey): Promise<ReconcileResult> {
    const found = this.#api.get({ ...ROLE, ...key });
    if (!found) return undefined;
    const target = clusterOf(this.#api, this.#clusters, found);
    if (target.state === 'gone') {
      orphan(this.#api, found, FINALIZER);
      return undefined;
    }
    // Asked for again when the cluster changes.
    if (target.state === 'busy') return undefined;
    if (found.metadata.deletionTimestamp) {
      return this.#delete(found, target.server);
    }
    const secret = this.#secretOf(found);
    if (this.#isDone(found, secret)) return undefined;
    const role = addFinalizer(this.#api, found, FINALIZER);
    const problem = this.#problemOf(role, target.cluster, secret);
    if (problem) return failed(this.#api, role, problem);
    await this.#context.pause(STEP_MS);
    try {
      await target.server.applyRole(role.spec, secretValue(secret, 'password'));
    } catch (error) {
      return failed(this.#api, role, (error as Error).message);
    }
    this.#succeed(role, secret);
    return undefined;
  }

  #secretOf(role: SandboxObject): SandboxObject | undefined {
    const name = role.spec.passwordSecret?.name;
    return name
      ? this.#api.get({ ...SECRET, name, namespace: role.metadata.namespace })
      : undefined;
  }

  #isDone(role: SandboxObject, secret: SandboxObject | undefined): boolean {
    const { status, metadata } = role;
    return (
      status?.applied === true &&
      status.observedGeneration === metadata.generation &&
      (status.secretResourceVersion ?? undefined) ===
        secret?.metadata.resourceVersion
    );
  }

  #problemOf(
    role: SandboxObject,
    cluster: SandboxObject,
    secret: SandboxObject | undefined,
  ): string | undefined {
    const { name, ensure, passwordSecret } = role.spec;
    if (ensure === 'absent') {
      return 'ensure: absent is not supported for DatabaseRole; delete the resource with databaseRoleReclaimPolicy: delete instead';
    }
    if (reserved.test(name)) {
      return `role name "${name}" is reserved and cannot be managed via DatabaseRole`;
    }
    const managed: { name: string }[] = cluster.spec.managed?.roles ?? [];
    if (managed.some(each => each.name === name)) {
      return 'database role is already managed by the CNPG cluster';
    }
    const other = this.#api
      .list({ ...ROLE, namespace: role.metadata.namespace })
      .find(
        each =>
          each.metadata.name !== role.metadata.name &&
          each.spec.cluster.name === role.spec.cluster.name &&
          each.spec.name === name &&
          each.status?.observedGeneration,
      );
    if (other && !role.status?.observedGeneration) {
      return `reconciliation error: role "${name}" is already managed by object "${other.metadata.name}"`;
    }
    if (!passwordSecret?.name) return undefined;
    if (!secret) return `secrets "${passwordSecret.name}" not found`;
    const username = secretValue(secret, 'username');
    const password = secretValue(secret, 'password');
    if (username === undefined || password === undefined) {
      return `while getting the role password: missing key "${
        username === undefined ? 'username' : 'password'
      }" in secret "${passwordSecret.name}"`;
    }
    return username === name
      ? undefined
      : `while getting the role password: wrong username '${username}' in secret, expected '${name}'`;
  }

  #succeed(role: SandboxObject, secret: SandboxObject | undefined): void {
    const version = secret?.metadata.resourceVersion;
    this.#api.patchStatus(refOf(role), {
      applied: true,
      message: null,
      observedGeneration: role.metadata.generation,
      secretResourceVersion: version ?? null,
      conditions: version
        ? withTransitionTimes(
            [
              {
                type: 'PasswordSecretChange',
                status: 'True',
                reason: 'ChangeDetected',
                message: version,
              },
            ],
            role.status?.conditions,
          )
        : null,
    });
  }

  async #delete(
    role: SandboxObject,
    server: DatabaseServer,
  ): Promise<ReconcileResult> {
    if (!role.metadata.finalizers?.includes(FINALIZER)) return undefined;
    if (role.spec.databaseRoleReclaimPolicy === 'delete') {
      try {
        await server.dropRole(role.spec.name);
      } catch (error) {
        return failed(this.#api, role, (error as Error).message);
      }
    }
    removeFinalizers(this.#api, role, FINALIZER);
    return undefined;
  }
}
