import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { canonicalJson } from '../model/canonicalJson';
import type { InstanceState } from '../model/records';
import { bindingSummary, instanceSummary } from '../model/summaries';
import { appendToOutbox } from './outbox';
import { bindingToRow, observedColumns, operationToRow } from './rows';

export interface WriteStateOptions {
  before: InstanceState;
  after: InstanceState;
  now: string;
  /** Narrows the update of the instance: no row changed means that the writer may not write. */
  guard: Record<string, unknown>;
  /** Columns besides those that reconciliation writes. */
  columns?: Record<string, unknown>;
}

/**
 * Writes what differs between two states of an instance and, when a viewer could see the difference, a push.
 *
 * @returns what was written, or undefined when the guard did not hold and nothing was written
 */
export async function writeState(
  trx: Knex.Transaction,
  options: WriteStateOptions,
): Promise<InstanceState | undefined> {
  const { before, now, guard, columns } = options;
  const seen =
    canonicalJson(visible(options.after)) !== canonicalJson(visible(before));
  const after: InstanceState = seen
    ? {
        ...options.after,
        instance: {
          ...options.after.instance,
          revision: before.instance.revision + 1,
          updatedAt: now,
        },
      }
    : options.after;
  const { instance } = after;
  const changed = await trx('instances')
    .where({ id: instance.id, ...guard })
    .update({ ...observedColumns(instance), ...columns });
  if (changed === 0) return undefined;
  await writeBindings(trx, before, after);
  await writeOperations(trx, before, after);
  if (seen) {
    await appendToOutbox(trx, {
      instanceId: instance.id,
      tenant: instance.tenant,
      type: instance.deletedAt ? 'removed' : 'instance',
      summary: instanceSummary(instance),
      now,
    });
  }
  return after;
}

/** What viewers can see, without what merely counts the changes. */
function visible({ instance, bindings, operations }: InstanceState): unknown {
  const { revision, updatedAt, ...summary } = instanceSummary(instance);
  return {
    summary,
    conditions: instance.conditions,
    events: instance.events,
    endpoints: instance.endpoints,
    bindings: bindings.map(bindingSummary),
    operations,
  };
}

async function writeBindings(
  trx: Knex.Transaction,
  before: InstanceState,
  after: InstanceState,
): Promise<void> {
  for (const binding of after.bindings) {
    const old = before.bindings.find(b => b.id === binding.id);
    if (!old) {
      await trx('bindings').insert(bindingToRow(binding));
    } else if (canonicalJson(old) !== canonicalJson(binding)) {
      // Deletion may have been asked for since `before` was read: then this pass has nothing to say of it.
      await trx('bindings')
        .where({ id: binding.id, desired: old.desired })
        .update(bindingToRow(binding));
    }
  }
}

async function writeOperations(
  trx: Knex.Transaction,
  before: InstanceState,
  after: InstanceState,
): Promise<void> {
  for (const operation of after.operations) {
    const old = before.operations.find(o => o.id === operation.id);
    if (!old) {
      await trx('operations').insert(operationToRow(operation));
    } else if (canonicalJson(old) !== canonicalJson(operation)) {
      await trx('operations')
        .where({ id: operation.id, state: 'in progress' })
        .update(operationToRow(operation));
    }
  }
}

/** Columns that make a row due at once. */
export function dueNow(clock: () => Knex.Raw): Record<string, unknown> {
  return {
    reconcile_ticket: randomUUID(),
    next_reconcile_at: clock(),
    attempts: 0,
  };
}
