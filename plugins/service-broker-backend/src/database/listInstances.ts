import type { Knex } from 'knex';
import { decodeCursor, encodeCursor } from '../model/cursor';
import type { InstanceRecord } from '../model/records';
import type { InstanceListing, InstancePage } from '../service/BrokerStore';
import { instanceFromRow, Row } from './rows';

const COLUMNS = {
  name: 'name',
  createdAt: 'created_at',
  phase: 'phase',
} as const;

/** One page of instances by keyset: a page stays right while rows come and go before it. */
export async function listInstances(
  knex: Knex,
  listing: InstanceListing,
): Promise<InstancePage> {
  const { query, limit, sort, order } = listing;
  const column = COLUMNS[sort];
  const forward = order === 'asc' ? '>' : '<';
  const position = listing.cursor
    ? decodeCursor(listing.cursor, { sort, order })
    : undefined;

  const page = matching(knex, listing)
    .orderBy([
      { column, order },
      { column: 'id', order },
    ])
    .limit(limit + 1);
  if (position) {
    page.where(after =>
      after
        .where(column, forward, position.value)
        .orWhere(tie =>
          tie.where(column, position.value).where('id', forward, position.id),
        ),
    );
  }
  const [rows, count] = await Promise.all([
    page.select('*') as Promise<Row[]>,
    matching(knex, listing).count({ n: '*' }).first(),
  ]);
  const items = rows.slice(0, limit).map(instanceFromRow);
  const last = items[items.length - 1];
  return {
    items,
    totalItems: Number(count?.n ?? 0),
    ...(rows.length > limit && last
      ? {
          nextCursor: encodeCursor(
            { value: sortValue(last, sort), id: last.id },
            { sort, order },
          ),
        }
      : {}),
  };

  function matching(db: Knex, { tenants }: InstanceListing) {
    const rowsOf = db('instances');
    if (tenants) rowsOf.whereIn('tenant', tenants);
    if (query.tenant) rowsOf.where('tenant', query.tenant);
    if (query.environment) rowsOf.where('environment', query.environment);
    if (query.offering) rowsOf.where('offering', query.offering);
    if (query.phase) rowsOf.where('phase', query.phase);
    else rowsOf.whereNull('deleted_at');
    if (query.search) {
      const escaped = query.search.toLowerCase().replace(/[\\%_]/g, '\\$&');
      rowsOf.whereRaw("name like ? escape '\\'", [`%${escaped}%`]);
    }
    return rowsOf;
  }
}

function sortValue(
  record: InstanceRecord,
  sort: InstanceListing['sort'],
): string {
  return record[sort];
}
