import type {
  BrokerEvent,
  InstanceSummary,
} from '@jimu/plugin-service-broker-common';
import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';

/** Any number that nothing else in the plugin's database locks. */
const OUTBOX_LOCK = 0x6a696d75;

export interface OutboxEntry {
  instanceId: string;
  tenant: string;
  type: BrokerEvent['type'];
  summary: InstanceSummary;
  now: string;
}

/**
 * Adds a push; to be the last write of its transaction. PostgreSQL hands out ids before it commits, so that a reader could
 * pass over an entry that commits late: the lock makes the order of ids the order of commits.
 */
export async function appendToOutbox(
  trx: Knex.Transaction,
  entry: OutboxEntry,
): Promise<void> {
  if (isPostgres(trx)) {
    await trx.raw('select pg_advisory_xact_lock(?)', [OUTBOX_LOCK]);
  }
  await trx('outbox').insert({
    instance_id: entry.instanceId,
    tenant: entry.tenant,
    type: entry.type,
    payload: JSON.stringify(entry.summary),
    created_at: entry.now,
  });
}

/** Where the outbox begins and ends: ids of its first and last entry, 0 when it never had one. */
export async function outboxBounds(
  knex: Knex,
): Promise<{ first: number; last: number }> {
  const row = await knex('outbox').min('id as first').max('id as last').first();
  return { first: Number(row?.first ?? 0), last: Number(row?.last ?? 0) };
}

/** Entries after `id`, oldest first. */
export async function readOutbox(
  knex: Knex,
  id: number,
  limit: number,
): Promise<BrokerEvent[]> {
  const rows = await knex('outbox')
    .where('id', '>', id)
    .orderBy('id')
    .limit(limit)
    .select('id', 'type', 'payload');
  return rows.map(row => ({
    id: String(row.id),
    type: row.type,
    instance: JSON.parse(row.payload),
  }));
}

/** Removes entries made before `time`, but never the last one: it says how far the ids have come. */
export async function trimOutbox(knex: Knex, time: string): Promise<number> {
  const { last } = await outboxBounds(knex);
  return knex('outbox')
    .where('created_at', '<', time)
    .where('id', '<', last)
    .delete();
}
