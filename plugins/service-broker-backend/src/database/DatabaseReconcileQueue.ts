import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { LeaseLostError, ReconcileQueue, WorkLease } from '../reconcile/queue';
import { databaseClock, DatabaseClock } from './databaseClock';

export interface DatabaseReconcileQueueOptions {
  /** How long a claim holds unless it is renewed. */
  leaseMs: number;
  clock?: DatabaseClock;
}

/**
 * The queue as columns of `instances`. A row is due when `next_reconcile_at` has passed and nobody holds a lease on it.
 * Every step is one guarded update: where two workers meet, one of them changes no row.
 */
export class DatabaseReconcileQueue implements ReconcileQueue {
  private readonly now: DatabaseClock;

  constructor(
    private readonly knex: Knex,
    private readonly options: DatabaseReconcileQueueOptions,
  ) {
    this.now = options.clock ?? databaseClock(knex);
  }

  async claim(limit: number): Promise<WorkLease[]> {
    const due = await this.due()
      .orderBy('next_reconcile_at')
      .limit(limit)
      .select('id', 'fence', 'reconcile_ticket', 'attempts');
    const leases: WorkLease[] = [];
    for (const row of due) {
      const fence = Number(row.fence) + 1;
      const claimed = await this.due()
        .where({ id: row.id, fence: row.fence })
        .update({ fence, lease_until: this.later(this.options.leaseMs) });
      if (claimed === 1) {
        leases.push({
          id: row.id,
          fence,
          ticket: row.reconcile_ticket,
          attempts: row.attempts,
        });
      }
    }
    return leases;
  }

  async renew(lease: WorkLease): Promise<void> {
    await this.held(lease, {
      lease_until: this.later(this.options.leaseMs),
    });
  }

  async release(
    lease: WorkLease,
    next: { afterMs?: number; attempts: number },
  ): Promise<void> {
    // A ticket changed in the meantime means that something was asked for that this pass may not have seen.
    const askedAgain = this.knex.raw('reconcile_ticket <> ?', [lease.ticket]);
    const afterwards =
      next.afterMs === undefined
        ? this.knex.raw('null')
        : this.later(next.afterMs);
    await this.held(lease, {
      lease_until: null,
      attempts: next.attempts,
      next_reconcile_at: this.knex.raw('case when ? then ? else ? end', [
        askedAgain,
        this.now(),
        afterwards,
      ]),
    });
  }

  async nudge(id: string): Promise<void> {
    await this.knex('instances')
      .where({ id, attempts: 0 })
      .whereNull('deleted_at')
      .update({
        reconcile_ticket: randomUUID(),
        next_reconcile_at: this.now(),
      });
  }

  async msUntilNext(): Promise<number | undefined> {
    const row = await this.knex('instances')
      .whereNotNull('next_reconcile_at')
      .select(
        this.knex.raw(
          'min(case when lease_until is null or lease_until < next_reconcile_at then next_reconcile_at else lease_until end) - ? as ms',
          [this.now()],
        ),
      )
      .first();
    const ms = (row as { ms?: unknown } | undefined)?.ms;
    return ms === null || ms === undefined
      ? undefined
      : Math.max(0, Number(ms));
  }

  private due(): Knex.QueryBuilder {
    return this.knex('instances')
      .where('next_reconcile_at', '<=', this.now())
      .where(free =>
        free.whereNull('lease_until').orWhere('lease_until', '<', this.now()),
      );
  }

  private later(ms: number): Knex.Raw {
    return this.knex.raw('? + ?', [this.now(), Math.round(ms)]);
  }

  private async held(
    lease: WorkLease,
    columns: Record<string, unknown>,
  ): Promise<void> {
    const changed = await this.knex('instances')
      .where({ id: lease.id, fence: lease.fence })
      .update(columns);
    if (changed === 0) throw new LeaseLostError(lease.id);
  }
}
