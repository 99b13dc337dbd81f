import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './programs';
import type { ServerEngine, ServerRun } from './ServerEngine';
import { emptyFolder } from './serverPlace';

/** Settings of a postgres: its first database and the role that owns it. */
export interface PostgresSettings {
  owner: string;
  database: string;
  /** Statements that the superuser runs once, after the database was made. */
  afterwards?: { database: string; statements: string[] }[];
}

/** A name inside double quotes of SQL. */
export const pgName = (name: string) => `"${name.replace(/"/g, '""')}"`;

/** A value inside quotes of SQL. */
export const pgText = (value: string) =>
  value.includes('\\')
    ? `E'${value.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`
    : `'${value.replace(/'/g, "''")}'`;

/** Runs statements as the superuser over the private socket; answers unaligned rows. */
export function runPostgresSql(
  run: ServerRun<PostgresSettings>,
  sql: string,
  database = 'postgres',
): Promise<string> {
  return mustRun(
    run.program('psql'),
    [
      '--no-psqlrc',
      '--quiet',
      '--no-align',
      '--tuples-only',
      '--set=ON_ERROR_STOP=1',
      `--host=${run.place.sockets}`,
      `--port=${run.port}`,
      '--username=postgres',
      `--dbname=${database}`,
    ],
    { input: sql, ...run.place.account },
  );
}

const accessRules = [
  '# The socket lies in a folder that only the server and the sandbox may enter.',
  'local all postgres trust',
  'host all all 127.0.0.1/32 scram-sha-256',
  '',
].join('\n');

/** Real PostgreSQL. */
export const postgresServer: ServerEngine<PostgresSettings> = {
  name: 'postgres',
  programs: ['postgres', 'initdb', 'psql', 'pg_dump'],
  accounts: ['postgres'],
  // Fast shutdown: ends connections instead of waiting for them.
  stopSignal: 'SIGINT',

  async prepare(run) {
    const { data, root, account } = run.place;
    const done = join(root, 'installed');
    if (!existsSync(done)) {
      emptyFolder(data);
      await mustRun(
        run.program('initdb'),
        [
          `--pgdata=${data}`,
          '--username=postgres',
          '--encoding=UTF8',
          '--locale=C',
          '--auth=reject',
          '--no-sync',
        ],
        { ...account, cwd: data, timeoutMs: 120_000 },
      );
      writeFileSync(`${done}.new`, '');
      renameSync(`${done}.new`, done);
    }
    const rules = join(data, 'pg_hba.conf');
    if (readFileSync(rules, 'utf8') !== accessRules) {
      rmSync(rules);
      appendFileSync(rules, accessRules, { mode: 0o644 });
    }
    // Of a process that is gone: its id may belong to another one by now, which would keep the server from starting.
    rmSync(join(data, 'postmaster.pid'), { force: true });
  },

  launch({ place, port }) {
    const options = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: place.sockets,
      unix_socket_permissions: '0700',
      shared_buffers: '16MB',
      max_connections: 40,
      wal_level: 'replica',
      max_wal_size: '64MB',
      max_worker_processes: 2,
      max_parallel_workers: 0,
      autovacuum_max_workers: 1,
      jit: 'off',
      password_encryption: 'scram-sha-256',
      log_line_prefix: '%m [%p] ',
      cluster_name: 'sandbox',
    };
    return {
      args: [
        '-D',
        place.data,
        ...Object.entries(options).flatMap(([key, value]) => [
          '-c',
          `${key}=${value}`,
        ]),
      ],
    };
  },

  async probe(run) {
    await runPostgresSql(run, 'SELECT 1;');
  },

  async afterStart(run) {
    const done = join(run.place.root, 'bootstrapped');
    if (existsSync(done)) return;
    const { owner, database, afterwards = [] } = run.settings;
    const found = await runPostgresSql(
      run,
      `SELECT 'role' FROM pg_roles WHERE rolname = ${pgText(owner)}
UNION ALL SELECT 'database' FROM pg_database WHERE datname = ${pgText(
        database,
      )};`,
    );
    if (!found.includes('role')) {
      await runPostgresSql(run, `CREATE ROLE ${pgName(owner)} LOGIN;`);
    }
    if (!found.includes('database')) {
      await runPostgresSql(
        run,
        `CREATE DATABASE ${pgName(database)} OWNER ${pgName(owner)};`,
      );
    }
    for (const { database: target, statements } of afterwards) {
      // All or nothing: cut off in between, they run again.
      const sql = statements.map(text => `${text.trim().replace(/;$/, '')};`);
      await runPostgresSql(
        run,
        ['BEGIN;', ...sql, 'COMMIT;'].join('\n'),
        target,
      );
    }
    writeFileSync(done, '');
  },
};
