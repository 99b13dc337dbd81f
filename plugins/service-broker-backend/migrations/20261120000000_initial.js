/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('instances', table => {
    table.comment(
      'What was ordered: the desired state, the last observation, and the place in the work queue',
    );
    table.string('id', 36).primary();
    table.string('tenant', 63).notNullable();
    table.string('environment', 63).notNullable();
    table.string('name', 63).notNullable();
    table
      .string('live_name', 200)
      .unique()
      .comment(
        'tenant/environment/name while it lives; null on a tombstone, so that the name is free again',
      );
    table.string('cluster', 255).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('resource_name', 63).notNullable();
    table.string('offering', 63).notNullable();
    table.string('offering_title', 255).notNullable();
    table.string('plan', 63).notNullable();
    table.string('version', 63).notNullable();
    table
      .text('parameters')
      .notNullable()
      .comment('Effective parameters, JSON');
    table.text('consumption').notNullable().comment('JSON');
    table.text('price').notNullable().comment('JSON');
    table.string('exposure', 20).notNullable();
    table.string('deletion_policy', 20).notNullable();
    table.string('desired', 10).notNullable().comment('present or absent');
    table
      .integer('generation')
      .notNullable()
      .comment('Increases when the desired state changes');
    table.string('phase', 20).notNullable();
    table.text('message');
    table.text('problem').comment('JSON');
    table.text('conditions').notNullable().comment('JSON');
    table.text('events').notNullable().comment('JSON');
    table.text('endpoints').notNullable().comment('JSON');
    table
      .text('memory')
      .notNullable()
      .comment('What reconciliation remembers from pass to pass, JSON');
    table
      .integer('revision')
      .notNullable()
      .comment('Increases with each visible change');
    table.string('created_at', 24).notNullable();
    table.string('created_by', 255).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('deleted_at', 24);
    table
      .bigInteger('next_reconcile_at')
      .comment(
        'Milliseconds of the epoch by the clock of the database; null: never again',
      );
    table
      .string('reconcile_ticket', 36)
      .notNullable()
      .comment('Changed to ask for another pass');
    table.bigInteger('lease_until').comment('Null: nobody works on it');
    table
      .bigInteger('fence')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Increases with each claim; a worker with an older one may not write',
      );
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('Passes that failed in a row');
    table.index(['next_reconcile_at'], 'instances_due_idx');
    table.index(['tenant', 'environment'], 'instances_place_idx');
    table.index(['created_at', 'id'], 'instances_created_idx');
    table.index(['name', 'id'], 'instances_name_idx');
    table.index(['phase', 'id'], 'instances_phase_idx');
  });

  await knex.schema.createTable('bindings', table => {
    table.comment('Accounts on instances; never their passwords');
    table.string('id', 36).primary();
    table.string('instance_id', 36).notNullable().references('instances.id');
    table.string('name', 63).notNullable();
    table
      .string('live_name', 200)
      .unique()
      .comment('instance/name while it lives');
    table.text('parameters').notNullable().comment('JSON');
    table.string('desired', 10).notNullable();
    table.string('phase', 20).notNullable();
    table.text('message');
    table.text('problem').comment('JSON');
    table.text('memory').notNullable().comment('JSON');
    table.string('created_at', 24).notNullable();
    table.string('created_by', 255).notNullable();
    table.string('deleted_at', 24);
    table.index(['instance_id'], 'bindings_instance_idx');
  });

  await knex.schema.createTable('operations', table => {
    table.comment('What was asked for and how far it is');
    table.bigIncrements('seq');
    table.string('id', 36).notNullable().unique();
    table.string('instance_id', 36).notNullable().references('instances.id');
    table.string('binding_id', 36);
    table.string('type', 20).notNullable();
    table.string('state', 20).notNullable();
    table.text('steps').notNullable().comment('JSON');
    table.text('proof').comment('What was proven gone, JSON');
    table.string('requested_by', 255).notNullable();
    table.string('started_at', 24).notNullable();
    table.string('finished_at', 24);
    table.text('problem').comment('JSON');
    table.index(['instance_id', 'seq'], 'operations_instance_idx');
  });

  await knex.schema.createTable('activity', table => {
    table.comment('Who did what; written in the transaction that accepts it');
    table.bigIncrements('seq');
    table.string('instance_id', 36).notNullable().references('instances.id');
    table.string('tenant', 63).notNullable();
    table.string('time', 24).notNullable();
    table.string('actor', 255).notNullable();
    table.string('action', 20).notNullable();
    table.text('detail');
    table.string('operation_id', 36);
    table.index(['instance_id', 'seq'], 'activity_instance_idx');
  });

  await knex.schema.createTable('outbox', table => {
    table.comment('Pushes to viewers in the order of their commits');
    table.bigIncrements('id');
    table.string('instance_id', 36).notNullable();
    table.string('tenant', 63).notNullable();
    table.string('type', 20).notNullable();
    table
      .text('payload')
      .notNullable()
      .comment('Summary of the instance, JSON');
    table.string('created_at', 24).notNullable();
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Orders by the key of their sender');
    table.string('tenant', 63).notNullable();
    table.string('key', 255).notNullable();
    table.string('request_hash', 64).notNullable();
    table.string('instance_id', 36).notNullable();
    table.string('operation_id', 36).notNullable();
    table.string('created_at', 24).notNullable();
    table.primary(['tenant', 'key']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'idempotency_keys',
    'outbox',
    'activity',
    'operations',
    'bindings',
    'instances',
  ]) {
    await knex.schema.dropTable(table);
  }
};
