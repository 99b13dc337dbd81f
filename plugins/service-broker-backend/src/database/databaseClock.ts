import type { Knex } from 'knex';

/** Milliseconds of the epoch as a value in SQL. */
export type DatabaseClock = () => Knex.Raw;

/** The clock of the database: processes whose own clocks disagree agree on it. */
export function databaseClock(knex: Knex): DatabaseClock {
  return isPostgres(knex)
    ? () => knex.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint')
    : () => knex.raw("cast(unixepoch('subsec') * 1000 as integer)");
}

export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}
