import {
  chownSync,
  existsSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './programs';
import type { ServerEngine, ServerRun } from './ServerEngine';
import { emptyFolder } from './serverPlace';

/** Settings of a mariadbd. */
export interface MariadbSettings {
  /** Accounts of the operator's own, by name; made or given this password at every start. */
  administrators: Record<string, string>;
}

/** A value inside single quotes of SQL. */
export const sqlText = (value: string) =>
  `'${value.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`;

/** A name inside backticks of SQL. */
export const sqlName = (name: string) => `\`${name.replace(/`/g, '``')}\``;

const socketOf = ({ place }: ServerRun<unknown>) =>
  join(place.sockets, 'mysql.sock');

/** Runs statements as the server's superuser over the private socket. */
export function runMariadbSql(
  run: ServerRun<MariadbSettings>,
  sql: string,
): Promise<string> {
  return mustRun(
    run.program('mariadb'),
    [
      '--no-defaults',
      `--socket=${socketOf(run)}`,
      '--user=root',
      '--batch',
      '--skip-column-names',
      '--default-character-set=utf8mb4',
    ],
    { input: sql },
  );
}

const administratorsSql = (administrators: Record<string, string>) =>
  Object.entries(administrators)
    .map(([name, password]) => {
      const account = `${sqlText(name)}@'%'`;
      return [
        `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ${sqlText(
          password,
        )};`,
        `ALTER USER ${account} IDENTIFIED BY ${sqlText(password)};`,
        `GRANT ALL PRIVILEGES ON *.* TO ${account} WITH GRANT OPTION;`,
      ].join('\n');
    })
    .join('\n');

/** Real MariaDB, standing in for Percona Server: the same protocol and, for what an app needs, the same SQL. */
export const mariadbServer: ServerEngine<MariadbSettings> = {
  name: 'mariadbd',
  programs: ['mariadbd', 'mariadb', 'mariadb-install-db', 'mariadb-dump'],
  accounts: ['mysql'],
  stopSignal: 'SIGTERM',

  async prepare(run) {
    const { data, account, root } = run.place;
    const done = join(root, 'installed');
    if (existsSync(done)) return;
    emptyFolder(data);
    await mustRun(
      run.program('mariadb-install-db'),
      [
        '--no-defaults',
        `--datadir=${data}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        '--skip-name-resolve',
        '--innodb-log-file-size=8M',
      ],
      { ...account, cwd: data, timeoutMs: 120_000 },
    );
    writeFileSync(`${done}.new`, '');
    renameSync(`${done}.new`, done);
  },

  launch(run) {
    const { place, port } = run;
    // Passwords are set before the first connection is taken; the server reads the file while it starts.
    const init = join(place.sockets, 'init.sql');
    const sql = [
      `DELETE FROM mysql.global_priv WHERE User='' OR (User='root' AND Host NOT IN ('localhost','%'));`,
      'FLUSH PRIVILEGES;',
      administratorsSql(run.settings.administrators),
    ];
    // One statement per line is what --init-file can read.
    writeFileSync(init, `${sql.join('\n')}\n`, { mode: 0o600 });
    if (place.account) chownSync(init, place.account.uid, place.account.gid);
    return {
      args: [
        '--no-defaults',
        `--datadir=${place.data}`,
        `--socket=${socketOf(run)}`,
        `--pid-file=${join(place.sockets, 'mariadbd.pid')}`,
        `--init-file=${init}`,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        '--skip-name-resolve',
        '--performance-schema=OFF',
        '--innodb-buffer-pool-size=24M',
        '--innodb-log-file-size=8M',
        '--innodb-log-buffer-size=2M',
        '--key-buffer-size=1M',
        '--aria-pagecache-buffer-size=1M',
        '--max-connections=60',
        '--thread-cache-size=2',
        '--table-open-cache=200',
        '--local-infile=OFF',
        '--character-set-server=utf8mb4',
      ],
    };
  },

  async probe(run) {
    await mustRun(
      run.program('mariadb'),
      [
        '--no-defaults',
        `--socket=${socketOf(run)}`,
        '--user=root',
        '-e',
        'DO 0',
      ],
      { timeoutMs: 5_000 },
    );
  },

  async afterStart({ place }) {
    rmSync(join(place.sockets, 'init.sql'), { force: true });
  },
};
