import {
  pgName,
  pgText,
  runPostgresSql,
  type PostgresSettings,
} from '../servers/postgresServer';
import type { ServerRun } from '../servers/ServerEngine';
import type {
  DatabaseObject,
  DatabaseServer,
  DatabaseSpec,
  ObjectOutcome,
  RoleSpec,
} from './DatabaseServer';

const flag = (name: string, on: boolean | undefined, byDefault = false) =>
  on ?? byDefault ? name : `NO${name}`;

const roleOptions = (role: RoleSpec) =>
  [
    flag('LOGIN', role.login),
    flag('SUPERUSER', role.superuser),
    flag('CREATEDB', role.createdb),
    flag('CREATEROLE', role.createrole),
    flag('INHERIT', role.inherit, true),
    flag('REPLICATION', role.replication),
    flag('BYPASSRLS', role.bypassrls),
    `CONNECTION LIMIT ${Math.trunc(role.connectionLimit ?? -1)}`,
    `VALID UNTIL ${pgText(role.validUntil ?? 'infinity')}`,
  ].join(' ');

function passwordOption(role: RoleSpec, password: string | undefined): string {
  if (role.disablePassword) return ' PASSWORD NULL';
  return password === undefined ? '' : ` PASSWORD ${pgText(password)}`;
}

/** PostgreSQL's own message out of what psql writes: `psql:<stdin>:1: ERROR:  role "x" does not exist`. */
function plainError(error: Error): Error {
  const found = /ERROR:\s+(.*(?:\nDETAIL:.*)?)/.exec(error.message);
  return new Error(
    found ? found[1].replace(/\nDETAIL:\s+/, ': ') : error.message,
  );
}

/** Sends the statements to the real server of the cluster. */
export class RealDatabaseServer implements DatabaseServer {
  readonly #run: ServerRun<PostgresSettings>;

  constructor(run: ServerRun<PostgresSettings>) {
    this.#run = run;
  }

  async applyRole(role: RoleSpec, password: string | undefined): Promise<void> {
    const name = pgName(role.name);
    const known = await this.#query(
      `SELECT 1 FROM pg_roles WHERE rolname = ${pgText(role.name)};`,
    );
    const memberships = await this.#query(
      `SELECT parent.rolname FROM pg_auth_members m
JOIN pg_roles parent ON parent.oid = m.roleid JOIN pg_roles child ON child.oid = m.member
WHERE child.rolname = ${pgText(role.name)};`,
    );
    const has = memberships.split('\n').filter(Boolean);
    const wants = role.inRoles ?? [];
    const secret = passwordOption(role, password);
    await this.#query(
      [
        'BEGIN;',
        `${known ? 'ALTER' : 'CREATE'} ROLE ${name} WITH ${roleOptions(
          role,
        )}${secret};`,
        ...wants
          .filter(parent => !has.includes(parent))
          .map(parent => `GRANT ${pgName(parent)} TO ${name};`),
        ...has
          .filter(parent => !wants.includes(parent))
          .map(parent => `REVOKE ${pgName(parent)} FROM ${name};`),
        `COMMENT ON ROLE ${name} IS ${
          role.comment ? pgText(role.comment) : 'NULL'
        };`,
        'COMMIT;',
      ].join('\n'),
    );
  }

  async dropRole(name: string): Promise<void> {
    await this.#query(`DROP ROLE IF EXISTS ${pgName(name)};`);
  }

  async applyDatabase(database: DatabaseSpec): Promise<void> {
    const name = pgName(database.name);
    const known = await this.#query(
      `SELECT 1 FROM pg_database WHERE datname = ${pgText(database.name)};`,
    );
    if (!known) {
      const options = [
        `OWNER ${pgName(database.owner)}`,
        ...(database.template ? [`TEMPLATE ${pgName(database.template)}`] : []),
        ...(database.encoding ? [`ENCODING ${pgText(database.encoding)}`] : []),
        ...(database.locale ? [`LOCALE ${pgText(database.locale)}`] : []),
        ...(database.localeCollate
          ? [`LC_COLLATE ${pgText(database.localeCollate)}`]
          : []),
        ...(database.localeCType
          ? [`LC_CTYPE ${pgText(database.localeCType)}`]
          : []),
      ];
      await this.#query(`CREATE DATABASE ${name} ${options.join(' ')};`);
    }
    const settings = [
      `CONNECTION LIMIT ${Math.trunc(database.connectionLimit ?? -1)}`,
      `ALLOW_CONNECTIONS ${database.allowConnections ?? true}`,
      `IS_TEMPLATE ${database.isTemplate ?? false}`,
    ].join(' ');
    await this.#query(`ALTER DATABASE ${name} OWNER TO ${pgName(
      database.owner,
    )};
ALTER DATABASE ${name} WITH ${settings};`);
  }

  async dropDatabase(name: string): Promise<void> {
    await this.#query(`DROP DATABASE IF EXISTS ${pgName(name)} WITH (FORCE);`);
  }

  async applyObjects(
    database: string,
    kind: 'extension' | 'schema',
    objects: DatabaseObject[],
  ): Promise<ObjectOutcome[]> {
    const outcomes: ObjectOutcome[] = [];
    for (const object of objects) {
      const sql =
        object.ensure === 'absent'
          ? `DROP ${kind} IF EXISTS ${pgName(object.name)};`
          : presentSql(kind, object);
      const message = await this.#query(sql, database).then(
        () => undefined,
        (error: Error) => error.message,
      );
      outcomes.push({
        name: object.name,
        applied: message === undefined,
        ...(message ? { message } : {}),
      });
    }
    return outcomes;
  }

  async #query(sql: string, database?: string): Promise<string> {
    try {
      return (await runPostgresSql(this.#run, sql, database)).trim();
    } catch (error) {
      throw plainError(error as Error);
    }
  }
}

function presentSql(
  kind: 'extension' | 'schema',
  object: DatabaseObject,
): string {
  const name = pgName(object.name);
  if (kind === 'schema') {
    const owner = object.owner
      ? `\nALTER SCHEMA ${name} OWNER TO ${pgName(object.owner)};`
      : '';
    return `CREATE SCHEMA IF NOT EXISTS ${name};${owner}`;
  }
  const schema = object.schema ? ` SCHEMA ${pgName(object.schema)}` : '';
  const version = object.version ? ` VERSION ${pgText(object.version)}` : '';
  return `CREATE EXTENSION IF NOT EXISTS ${name}${schema}${version};`;
}
