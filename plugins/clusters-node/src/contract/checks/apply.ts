import assert from 'node:assert/strict';
import { configMap, ContractCheck, refOf } from '../ContractCheck';

/** Server-side apply. */
export const applyChecks: ContractCheck[] = [
  {
    name: 'apply: creates, and records who owns what',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'applied', { a: '1' });
      const stored = await client.apply<any>(object);
      assert.ok(stored.metadata.uid);
      assert.ok(stored.metadata.resourceVersion);
      assert.ok(stored.metadata.creationTimestamp);
      const [owner] = stored.metadata.managedFields;
      assert.equal(owner.manager, 'jimu');
      assert.equal(owner.operation, 'Apply');
      const read = await client.get(refOf(object));
      assert.deepEqual(read, stored);
    },
  },
  {
    name: 'apply: changes what changed, drops what is no longer asked for, and else writes nothing',
    async run(context) {
      const { client } = context;
      const first = await client.apply(
        configMap(context, 'changed', { keep: '1', change: '1', drop: '1' }),
      );
      const wanted = configMap(context, 'changed', { keep: '1', change: '2' });
      const second = await client.apply(wanted);
      assert.deepEqual(second.data, { keep: '1', change: '2' });
      assert.equal(second.metadata.uid, first.metadata.uid);
      assert.notEqual(
        second.metadata.resourceVersion,
        first.metadata.resourceVersion,
      );
      const third = await client.apply(wanted);
      assert.equal(
        third.metadata.resourceVersion,
        second.metadata.resourceVersion,
      );
    },
  },
  {
    name: 'apply: leaves alone what another manager owns',
    async run(context) {
      const { client } = context;
      await client.apply(configMap(context, 'shared', { theirs: '1' }), {
        fieldManager: 'another',
      });
      await client.apply(configMap(context, 'shared', { ours: '1' }));
      const both = await client.apply(
        configMap(context, 'shared', { ours: '2' }),
      );
      assert.deepEqual(both.data, { theirs: '1', ours: '2' });
    },
  },
  {
    name: 'apply: without force, a field of another manager is a conflict that names it',
    async run(context) {
      const { client } = context;
      await client.apply(configMap(context, 'disputed', { a: 'theirs' }), {
        fieldManager: 'another',
      });
      const ours = configMap(context, 'disputed', { a: 'ours' });
      await assert.rejects(
        client.apply(ours, { force: false }),
        (error: any) => {
          assert.equal(error.name, 'ConflictError');
          assert.equal(error.status, 409);
          assert.equal(error.reason, 'Conflict');
          assert.deepEqual(
            error.details.causes.map((cause: any) => cause.field),
            ['.data.a'],
          );
          assert.match(error.message, /another/);
          return true;
        },
      );
      const untouched = await client.get(refOf(ours));
      assert.deepEqual(untouched?.data, { a: 'theirs' });
      const taken = await client.apply(ours);
      assert.deepEqual(taken.data, { a: 'ours' });
    },
  },
  {
    name: 'apply: without force, the same value is no conflict',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'agreed', { a: 'same' });
      await client.apply(object, { fieldManager: 'another' });
      const agreed = await client.apply(object, { force: false });
      assert.deepEqual(agreed.data, { a: 'same' });
    },
  },
  {
    name: 'apply: refuses unknown fields and wrong types, and stores nothing',
    async run(context) {
      const { client, namespace } = context;
      const object = configMap(context, 'strict', { a: '1' });
      await assert.rejects(client.apply({ ...object, dataa: { b: '1' } }), {
        name: 'InputError',
      });
      await assert.rejects(client.apply({ ...object, data: { a: 1 } }), {
        name: 'InputError',
      });
      await assert.rejects(
        client.apply({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'Not A Name', namespace },
        }),
        { name: 'InputError' },
      );
      assert.equal(await client.get(refOf(object)), undefined);
    },
  },
  {
    name: 'apply: a dry run answers and stores nothing',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'dry', { a: '1' });
      const answer = await client.apply(object, { dryRun: true });
      assert.deepEqual(answer.data, { a: '1' });
      assert.equal(await client.get(refOf(object)), undefined);
      await client.apply(object);
      await client.apply(configMap(context, 'dry', { a: '2' }), {
        dryRun: true,
      });
      assert.deepEqual((await client.get(refOf(object)))?.data, { a: '1' });
    },
  },
  {
    name: 'apply: into a missing namespace is refused',
    async run(context) {
      const missing = { ...context, namespace: `${context.namespace}-none` };
      await assert.rejects(
        context.client.apply(configMap(missing, 'nowhere', {})),
        { name: 'NotFoundError', status: 404, reason: 'NotFound' },
      );
    },
  },
  {
    name: 'apply: many writers of one object all come through',
    async run(context) {
      const { client } = context;
      await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          client.apply(configMap(context, 'crowded', { [`k${i}`]: 'v' }), {
            fieldManager: `writer-${i}`,
          }),
        ),
      );
      const object = await client.get<any>(
        refOf(configMap(context, 'crowded', {})),
      );
      assert.equal(Object.keys(object!.data).length, 10);
    },
  },
];
