import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ProblemError } from '@jimu/plugin-service-broker-common';
import type { Knex } from 'knex';
import { problems } from '../model/problems';
import type { InstanceRecord, OperationRecord } from '../model/records';
import { instanceSummary } from '../model/summaries';
import type { NewOrder } from '../service/BrokerStore';
import { appendActivity } from './activity';
import { appendToOutbox } from './outbox';
import {
  instanceFromRow,
  instanceToRow,
  operationFromRow,
  operationToRow,
} from './rows';

interface OrderAnswer {
  instance: InstanceRecord;
  operation: OperationRecord;
}

/** Writes an order with its operation, activity, key and push in one transaction. */
export async function acceptOrder(
  knex: Knex,
  order: NewOrder,
  due: Record<string, unknown>,
): Promise<OrderAnswer> {
  const { instance, operation, idempotency } = order;
  try {
    await knex.transaction(async trx => {
      if (idempotency) {
        await trx('idempotency_keys').insert({
          tenant: instance.tenant,
          key: idempotency.key,
          request_hash: idempotency.requestHash,
          instance_id: instance.id,
          operation_id: operation.id,
          created_at: instance.createdAt,
        });
      }
      await trx('instances').insert({ ...instanceToRow(instance), ...due });
      await trx('operations').insert(operationToRow(operation));
      await appendActivity(trx, {
        instanceId: instance.id,
        tenant: instance.tenant,
        actor: instance.createdBy,
        time: instance.createdAt,
        action: 'create',
        detail: `${instance.offering} ${instance.plan}`,
        operationId: operation.id,
      });
      await appendToOutbox(trx, {
        instanceId: instance.id,
        tenant: instance.tenant,
        type: 'instance',
        summary: instanceSummary(instance),
        now: instance.createdAt,
      });
    });
    return { instance, operation };
  } catch (error) {
    if (!isDatabaseConflictError(error)) throw error;
    // Two unique keys can be hit: another order of the same name, or the same order sent twice at a time.
    const replayed =
      idempotency && (await replayOrder(knex, instance.tenant, idempotency));
    if (replayed) return replayed;
    throw new ProblemError('ConflictError', [
      problems.nameTaken(instance.name, instance.tenant, instance.environment),
    ]);
  }
}

/** The answer that an order under this key had; the operation as it is by now. */
export async function replayOrder(
  knex: Knex,
  tenant: string,
  idempotency: { key: string; requestHash: string },
): Promise<OrderAnswer | undefined> {
  const row = await knex('idempotency_keys')
    .where({ tenant, key: idempotency.key })
    .first();
  if (!row) return undefined;
  if (row.request_hash !== idempotency.requestHash) {
    throw new ProblemError('ConflictError', [problems.idempotencyConflict()]);
  }
  const instance = await knex('instances')
    .where({ id: row.instance_id })
    .first();
  const operation = await knex('operations')
    .where({ id: row.operation_id })
    .first();
  return {
    instance: instanceFromRow(instance),
    operation: operationFromRow(operation),
  };
}
