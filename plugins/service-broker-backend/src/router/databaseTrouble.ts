import { CustomErrorBase } from '@backstage/errors';
import type { Problem } from '@jimu/plugin-service-broker-common';

/** SQLSTATE classes and codes of drivers that say: the database is away or busy, not: the statement is wrong. */
const AWAY =
  /^(08|53|57P|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|SQLITE_BUSY)/;

class DatabaseAwayError extends CustomErrorBase {
  name = 'ServiceUnavailableError' as const;
  readonly problems: Problem[] = [
    {
      code: 'database-unavailable',
      message:
        'The portal cannot reach its database; nothing was changed. Try again in a moment',
    },
  ];
}

/** The error as the caller shall see it: an outage of the database is 503 and says nothing of the database's insides. */
export function withoutDatabaseTrouble(error: unknown): unknown {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const away =
    name === 'KnexTimeoutError' ||
    (typeof code === 'string' && AWAY.test(code));
  return away ? new DatabaseAwayError('The database is away') : error;
}
