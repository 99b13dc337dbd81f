import { ProblemError } from '@jimu/plugin-service-broker-common';
import type { Knex } from 'knex';
import { problems } from '../model/problems';
import type {
  InstanceRecord,
  InstanceState,
  OperationRecord,
} from '../model/records';
import type { Accepted, RequestState } from '../model/requests';
import { LeaseLostError, SupersededError, WorkLease } from '../reconcile/queue';
import type { InstanceStates, LiveInstance } from '../reconcile/InstanceStates';
import type {
  BrokerStore,
  InstanceListing,
  InstancePage,
  NewActivity,
  NewOrder,
  Outbox,
  StoredInstance,
} from '../service/BrokerStore';
import { acceptOrder, replayOrder } from './acceptOrder';
import { appendActivity, readActivity } from './activity';
import { databaseClock, DatabaseClock } from './databaseClock';
import { listInstances } from './listInstances';
import { outboxBounds, readOutbox } from './outbox';
import { bindingFromRow, instanceFromRow, operationFromRow } from './rows';
import { dueNow, writeState } from './writeState';

export interface DatabaseBrokerStoreOptions {
  clock?: DatabaseClock;
}

/** Told of an instance after a commit that changed it, and whether a request or a pass of a worker did so. */
export type CommitListener = (id: string, by: 'request' | 'pass') => void;

/** Keeps everything in the plugin's database, SQLite or PostgreSQL. */
export class DatabaseBrokerStore
  implements BrokerStore, InstanceStates, Outbox
{
  private readonly clock: DatabaseClock;
  private readonly listeners: CommitListener[] = [];

  constructor(
    private readonly knex: Knex,
    options: DatabaseBrokerStoreOptions = {},
  ) {
    this.clock = options.clock ?? databaseClock(knex);
  }

  onCommit(listener: CommitListener): void {
    this.listeners.push(listener);
  }

  replay: BrokerStore['replay'] = (tenant, idempotency) =>
    replayOrder(this.knex, tenant, idempotency);

  async nameTaken(
    tenant: string,
    environment: string,
    name: string,
  ): Promise<boolean> {
    const row = await this.knex('instances')
      .where({ live_name: `${tenant}/${environment}/${name}` })
      .first('id');
    return row !== undefined;
  }

  async acceptOrder(
    order: NewOrder,
  ): Promise<{ instance: InstanceRecord; operation: OperationRecord }> {
    const accepted = await acceptOrder(this.knex, order, dueNow(this.clock));
    this.committed(accepted.instance.id, 'request');
    return accepted;
  }

  async change(
    id: string,
    { actor, now }: { actor: string; now: string },
    decide: (state: RequestState) => Accepted,
  ): Promise<Accepted> {
    const accepted = await this.knex.transaction(async trx => {
      const row = await trx('instances').where({ id }).forUpdate().first();
      if (!row) {
        throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
      }
      const before = await stateOf(trx, instanceFromRow(row));
      const decision = decide(before);
      if (!decision.after) return decision;
      await writeState(trx, {
        before,
        after: decision.after,
        now,
        guard: {},
        columns: {
          desired: decision.after.instance.desired,
          generation: decision.after.instance.generation,
          ...dueNow(this.clock),
        },
      });
      if (decision.activity) {
        await appendActivity(trx, {
          ...decision.activity,
          instanceId: id,
          tenant: before.instance.tenant,
          actor,
          time: now,
          operationId: decision.operation.id,
        });
      }
      return decision;
    });
    if (accepted.after) this.committed(id, 'request');
    return accepted;
  }

  async recordActivity(activity: NewActivity): Promise<void> {
    await appendActivity(this.knex, activity);
  }

  async instance(id: string): Promise<InstanceRecord | undefined> {
    const row = await this.knex('instances').where({ id }).first();
    return row && instanceFromRow(row);
  }

  async stored(id: string): Promise<StoredInstance | undefined> {
    const instance = await this.instance(id);
    if (!instance) return undefined;
    const { bindings, latest } = await stateOf(this.knex, instance);
    return {
      instance,
      bindings,
      ...(latest ? { operation: latest } : {}),
      activity: await readActivity(this.knex, id),
    };
  }

  list(listing: InstanceListing): Promise<InstancePage> {
    return listInstances(this.knex, listing);
  }

  async load(id: string): Promise<InstanceState | undefined> {
    const instance = await this.instance(id);
    return instance && stateOf(this.knex, instance);
  }

  async record(
    lease: WorkLease,
    before: InstanceState,
    after: InstanceState,
    now: string,
  ): Promise<InstanceState> {
    const id = lease.id;
    const written = await this.knex.transaction(trx =>
      writeState(trx, {
        before,
        after,
        now,
        guard: { fence: lease.fence, generation: before.instance.generation },
      }),
    );
    if (!written) {
      const row = await this.knex('instances').where({ id }).first('fence');
      if (Number(row?.fence) !== lease.fence) throw new LeaseLostError(id);
      throw new SupersededError(id);
    }
    if (written.instance.revision !== before.instance.revision) {
      this.committed(id, 'pass');
    }
    return written;
  }

  async live(): Promise<LiveInstance[]> {
    const rows = await this.knex('instances')
      .whereNull('deleted_at')
      .select(
        'id',
        'cluster',
        'phase',
        'offering',
        'namespace',
        'resource_name',
      );
    return rows.map(row => ({
      id: row.id,
      cluster: row.cluster,
      settled: row.phase === 'ready' || row.phase === 'degraded',
      description: `${row.offering} ${row.namespace}/${row.resource_name}`,
    }));
  }

  bounds = () => outboxBounds(this.knex);

  read = (afterId: number, limit: number) =>
    readOutbox(this.knex, afterId, limit);

  private committed(id: string, by: 'request' | 'pass'): void {
    this.listeners.forEach(listener => listener(id, by));
  }
}

async function stateOf(
  knex: Knex,
  instance: InstanceRecord,
): Promise<RequestState> {
  const bindings = await knex('bindings')
    .where({ instance_id: instance.id })
    .whereNull('deleted_at')
    .orderBy(['created_at', 'id']);
  const operations = await knex('operations')
    .where({ instance_id: instance.id, state: 'in progress' })
    .orderBy('seq');
  const latest = await latestOperation(knex, instance.id);
  return {
    instance,
    bindings: Array.from(bindings, bindingFromRow),
    operations: Array.from(operations, operationFromRow),
    ...(latest ? { latest } : {}),
  };
}

/** The instance's own latest operation: what its page follows and what can be retried. */
async function latestOperation(knex: Knex, instanceId: string) {
  const row = await knex('operations')
    .where({ instance_id: instanceId })
    .whereNull('binding_id')
    .orderBy('seq', 'desc')
    .first();
  return row && operationFromRow(row);
}
