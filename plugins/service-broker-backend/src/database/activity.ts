import type { ActivityEntry } from '@jimu/plugin-service-broker-common';
import type { Knex } from 'knex';
import type { NewActivity } from '../service/BrokerStore';

const SHOWN = 50;

export async function appendActivity(
  knex: Knex,
  activity: NewActivity & { operationId?: string },
): Promise<void> {
  await knex('activity').insert({
    instance_id: activity.instanceId,
    tenant: activity.tenant,
    time: activity.time,
    actor: activity.actor,
    action: activity.action,
    detail: activity.detail ?? null,
    operation_id: activity.operationId ?? null,
  });
}

/** The latest activity on an instance, newest first. */
export async function readActivity(
  knex: Knex,
  instanceId: string,
): Promise<ActivityEntry[]> {
  const rows = await knex('activity')
    .where({ instance_id: instanceId })
    .orderBy('seq', 'desc')
    .limit(SHOWN);
  return rows.map(row => ({
    id: String(row.seq),
    time: row.time,
    actor: row.actor,
    action: row.action,
    ...(row.detail ? { detail: row.detail } : {}),
  }));
}
