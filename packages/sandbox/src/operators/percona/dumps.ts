import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  runMariadbSql,
  sqlName,
  type MariadbSettings,
} from '../servers/mariadbServer';
import { mustRun } from '../servers/programs';
import type { ServerRun } from '../servers/ServerEngine';

const systemDatabases = new Set([
  'mysql',
  'sys',
  'information_schema',
  'performance_schema',
]);

/** Backups of real servers, as SQL in files. They stand in for what would lie in an object store. */
export class Dumps {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes all databases of a server. */
  async take(id: string, run: ServerRun<MariadbSettings>): Promise<void> {
    const databases = await this.#databasesOf(run);
    const sql = databases.length
      ? await mustRun(run.program('mariadb-dump'), [
          '--no-defaults',
          `--socket=${join(run.place.sockets, 'mysql.sock')}`,
          '--user=root',
          '--single-transaction',
          '--routines',
          '--databases',
          ...databases,
        ])
      : '';
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file(id), sql, { mode: 0o600 });
  }

  /** Makes the databases of a server what they were. */
  async restore(id: string, run: ServerRun<MariadbSettings>): Promise<void> {
    const drops = (await this.#databasesOf(run)).map(
      name => `DROP DATABASE ${sqlName(name)};`,
    );
    await runMariadbSql(run, drops.join('\n'));
    await runMariadbSql(run, readFileSync(this.#file(id), 'utf8'));
  }

  has = (id: string) => existsSync(this.#file(id));

  remove(id: string): void {
    rmSync(this.#file(id), { force: true });
  }

  #file = (id: string) => join(this.#folder, `${id}.sql`);

  async #databasesOf(run: ServerRun<MariadbSettings>): Promise<string[]> {
    const names = (await runMariadbSql(run, 'SHOW DATABASES;'))
      .split('\n')
      .filter(Boolean);
    return names.filter(name => !systemDatabases.has(name));
  }
}
