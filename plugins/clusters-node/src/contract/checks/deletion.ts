import assert from 'node:assert/strict';
import { configMap, ContractCheck, eventually, refOf } from '../ContractCheck';

/** Deletion, uids and finalizers. */
export const deletionChecks: ContractCheck[] = [
  {
    name: 'delete: says whether there was something, and may be repeated',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'deleted', {});
      await client.apply(object);
      assert.equal(await client.delete(refOf(object)), true);
      assert.equal(await client.delete(refOf(object)), false);
      assert.equal(await client.get(refOf(object)), undefined);
    },
  },
  {
    name: 'delete: with a uid, spares a namesake that was made later',
    async run(context) {
      const { client } = context;
      const object = configMap(context, 'namesake', {});
      const first = await client.apply(object);
      await client.delete(refOf(object));
      const second = await client.apply(object);
      assert.notEqual(second.metadata.uid, first.metadata.uid);
      assert.equal(
        await client.delete(refOf(object), { uid: first.metadata.uid }),
        false,
      );
      assert.ok(await client.get(refOf(object)));
      assert.equal(
        await client.delete(refOf(object), { uid: second.metadata.uid }),
        true,
      );
      assert.equal(await client.get(refOf(object)), undefined);
    },
  },
  {
    name: 'delete: waits for finalizers',
    async run(context) {
      const { client } = context;
      const object = configMap(
        context,
        'finalized',
        {},
        { finalizers: ['jimu.dev/contract'] },
      );
      await client.apply(object);
      assert.equal(await client.delete(refOf(object)), true);
      const going = await client.get(refOf(object));
      assert.ok(going?.metadata.deletionTimestamp);
      await client.mergePatch(refOf(object), {
        metadata: { finalizers: null },
      });
      await eventually(
        'the object is gone',
        async () => (await client.get(refOf(object))) === undefined,
      );
    },
  },
];
