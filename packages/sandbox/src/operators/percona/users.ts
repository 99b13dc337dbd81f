import { createHash } from 'node:crypto';
import type { ControllerContext, SandboxObject } from '../../types';
import { refOf } from '../runtime/children';
import { digestOf, secretValue } from '../runtime/objects';
import {
  runMariadbSql,
  sqlName,
  sqlText,
  type MariadbSettings,
} from '../servers/mariadbServer';
import type { ServerRun } from '../servers/ServerEngine';
import { secretNames } from './names';
import { ensureCustomUserPassword, reservedUsers } from './secrets';

/** An entry of `spec.users`. */
export interface CustomUser {
  name: string;
  dbs?: string[];
  hosts?: string[];
  grants?: string[];
  withGrantOption?: boolean;
  passwordSecretRef?: { name?: string; key?: string };
}

const grantWords = /^[A-Za-z]+( [A-Za-z]+)*$/;

// An underscore in the database of a GRANT stands for any character.
const grantedDatabase = (name: string) =>
  `${sqlName(name).replace(/[_%]/g, '\\$&')}.*`;

/**
 * Statements that create a user and its databases, or bring them up to date. What was granted before stays.
 * @throws Error when the entry cannot be put into SQL.
 */
export function userSql(user: CustomUser, password: string): string {
  const wrong = (user.grants ?? []).find(grant => !grantWords.test(grant));
  if (wrong) throw new Error(`grants: "${wrong}" is no privilege`);
  if (user.withGrantOption && !user.grants?.length) {
    throw new Error('withGrantOption is set but no grants are provided');
  }
  const dbs = user.dbs ?? [];
  const hosts = user.hosts?.length ? user.hosts : ['%'];
  const targets = dbs.length ? dbs.map(grantedDatabase) : ['*.*'];
  const option = user.withGrantOption ? ' WITH GRANT OPTION' : '';
  return [
    ...dbs.map(db => `CREATE DATABASE IF NOT EXISTS ${sqlName(db)};`),
    ...hosts.flatMap(host => {
      const account = `${sqlText(user.name)}@${sqlText(host)}`;
      return [
        `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ${sqlText(
          password,
        )};`,
        `ALTER USER ${account} IDENTIFIED BY ${sqlText(password)};`,
        ...(user.grants?.length
          ? targets.map(
              target =>
                `GRANT ${user.grants!.join(
                  ', ',
                )} ON ${target} TO ${account}${option};`,
            )
          : []),
      ];
    }),
  ].join('\n');
}

/** The only sign by which the operator tells that a user is there. */
export const userAnnotation = (cluster: SandboxObject, user: string) =>
  `percona.com/${cluster.metadata.name}-${user}-hash`;

/**
 * Creates the users of a cluster that is ready, and changes their passwords. Nothing is ever dropped, and a user that cannot
 * be made is only logged: so does the real operator.
 */
export class CustomUsers {
  readonly #context: ControllerContext;
  /** What was done to a server, by user: so that an unchanged user costs nothing. */
  readonly #done = new WeakMap<
    ServerRun<MariadbSettings>,
    Map<string, string>
  >();

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  /** `run`: the real server; undefined when the cluster is simulated. */
  async reconcile(
    cluster: SandboxObject,
    run: ServerRun<MariadbSettings> | undefined,
  ): Promise<void> {
    for (const user of (cluster.spec.users ?? []) as CustomUser[]) {
      try {
        await this.#upsert(cluster, user, run);
      } catch (error) {
        const { namespace, name } = cluster.metadata;
        this.#context.log(
          `failed to update user ${user.name} of ${namespace}/${name}: ${
            (error as Error).message
          }`,
        );
      }
    }
  }

  async #upsert(
    cluster: SandboxObject,
    user: CustomUser,
    run: ServerRun<MariadbSettings> | undefined,
  ): Promise<void> {
    if (reservedUsers.has(user.name)) {
      throw new Error('creating user with reserved user name is forbidden');
    }
    const { api } = this.#context;
    const reference = user.passwordSecretRef;
    const secret = reference
      ? api.get({
          apiVersion: 'v1',
          kind: 'Secret',
          name: reference.name ?? '',
          namespace: cluster.metadata.namespace,
        })
      : ensureCustomUserPassword(api, cluster, user.name);
    const key = reference ? reference.key ?? 'password' : user.name;
    const password = secretValue(secret, key);
    if (!secret || password === undefined) {
      throw new Error(
        `Secret ${
          reference?.name ?? secretNames(cluster).customUsers
        } has no key ${key}`,
      );
    }
    const hash = createHash('sha256').update(password).digest('hex');
    const annotation = userAnnotation(cluster, user.name);
    const sql = userSql(user, password);
    if (run) await this.#run(run, user.name, sql);
    if (secret.metadata.annotations?.[annotation] === hash) return;
    api.patch(refOf(secret), {
      metadata: { annotations: { [annotation]: hash } },
    });
  }

  async #run(
    run: ServerRun<MariadbSettings>,
    user: string,
    sql: string,
  ): Promise<void> {
    const done = this.#done.get(run) ?? new Map<string, string>();
    if (done.get(user) === digestOf(sql)) return;
    await runMariadbSql(run, sql);
    this.#done.set(run, done.set(user, digestOf(sql)));
  }
}
