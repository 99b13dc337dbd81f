import type { Knex } from 'knex';
import { trimOutbox } from './outbox';

const HOUR = 3600_000;
/** For this long a viewer can resume where a connection broke. */
const OUTBOX_KEPT = 24 * HOUR;
/** For this long an order can be sent again without being a new one. */
const KEYS_KEPT = 30 * 24 * HOUR;

/** Removes what has served its time. Tombstones and activity stay. */
export async function trim(knex: Knex, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  await trimOutbox(knex, before(OUTBOX_KEPT));
  await knex('idempotency_keys')
    .where('created_at', '<', before(KEYS_KEPT))
    .delete();
}
