import Database from 'better-sqlite3';
import type { Adapter, AdapterPayload } from 'oidc-provider';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS artifacts (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    uid TEXT,
    user_code TEXT,
    grant_id TEXT,
    expires_at INTEGER,
    PRIMARY KEY (model, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS artifacts_uid ON artifacts (model, uid);
  CREATE INDEX IF NOT EXISTS artifacts_grant ON artifacts (model, grant_id);
  CREATE INDEX IF NOT EXISTS artifacts_expiry ON artifacts (expires_at);
`;

/** Keeps what the OIDC provider issues (sessions, grants, codes, tokens) in one SQLite file. */
export class ArtifactStore {
  private readonly database: Database.Database;

  constructor(
    file: string,
    private readonly now: () => number = () => Math.floor(Date.now() / 1000),
  ) {
    this.database = new Database(file);
    this.database.pragma('journal_mode = WAL');
    this.database.exec(SCHEMA);
  }

  /** The provider's door to one of its models. */
  adapter(model: string): Adapter {
    const query = (condition: string) =>
      this.database.prepare<unknown[], { payload: string }>(
        `SELECT payload FROM artifacts WHERE model = ? AND ${condition} = ?
         AND (expires_at IS NULL OR expires_at > ?)`,
      );
    const byId = query('id');
    const byUid = query('uid');
    const byUserCode = query('user_code');
    const read = (statement: typeof byId, key: string) => {
      const row = statement.get(model, key, this.now());
      return row && (JSON.parse(row.payload) as AdapterPayload);
    };
    const write = this.database.prepare(
      `INSERT INTO artifacts (model, id, payload, uid, user_code, grant_id, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, uid = excluded.uid,
         user_code = excluded.user_code, grant_id = excluded.grant_id, expires_at = excluded.expires_at`,
    );
    const consume = this.database.prepare(
      `UPDATE artifacts SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
    );
    const remove = this.database.prepare(
      'DELETE FROM artifacts WHERE model = ? AND id = ?',
    );
    const removeGrant = this.database.prepare(
      'DELETE FROM artifacts WHERE model = ? AND grant_id = ?',
    );
    return {
      upsert: async (id, payload, expiresIn) => {
        write.run(
          model,
          id,
          JSON.stringify(payload),
          payload.uid ?? null,
          payload.userCode ?? null,
          payload.grantId ?? null,
          expiresIn ? this.now() + expiresIn : null,
        );
      },
      find: async id => read(byId, id),
      findByUid: async uid => read(byUid, uid),
      findByUserCode: async userCode => read(byUserCode, userCode),
      consume: async id => {
        consume.run(this.now(), model, id);
      },
      destroy: async id => {
        remove.run(model, id);
      },
      revokeByGrantId: async grantId => {
        removeGrant.run(model, grantId);
      },
    };
  }

  /** Deletes what has expired. */
  purge(): void {
    this.database
      .prepare('DELETE FROM artifacts WHERE expires_at <= ?')
      .run(this.now());
  }

  close(): void {
    this.database.close();
  }
}
