import assert from 'node:assert/strict';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { RowChange } from '../../types';
import {
  configMap,
  ContractCheck,
  ContractContext,
  eventually,
  refOf,
} from '../ContractCheck';

/** More than one page of a list. */
const MANY = 520;

const watchOf = (context: ContractContext, group: string) => ({
  id: 'contract',
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: context.namespace,
  labelSelector: `group=${group}`,
  trim: (object: KubernetesObject) => ({
    name: object.metadata.name,
    value: (object.data as Record<string, string>)?.value,
  }),
});

const member = (
  context: ContractContext,
  group: string,
  name: string,
  value: string,
) => configMap(context, name, { value }, { labels: { group } });

async function inParallel(
  count: number,
  task: (i: number) => Promise<unknown>,
) {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      await task(next++);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Lists, selectors, watches. */
export const watchingChecks: ContractCheck[] = [
  {
    name: 'list: by label, by name, and all namespaces',
    async run(context) {
      const { client, namespace } = context;
      for (const name of ['found-1', 'found-2']) {
        await client.apply(member(context, 'found', name, '1'));
      }
      const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
      const byLabel = await client.list({
        ...kind,
        namespace,
        labelSelector: 'group=found',
      });
      assert.deepEqual(
        byLabel.map(object => [object.kind, object.metadata.name]).sort(),
        [
          ['ConfigMap', 'found-1'],
          ['ConfigMap', 'found-2'],
        ],
      );
      const byName = await client.list({
        ...kind,
        namespace,
        fieldSelector: 'metadata.name=found-2',
      });
      assert.deepEqual(
        byName.map(object => object.metadata.name),
        ['found-2'],
      );
      const everywhere = await client.list({
        ...kind,
        labelSelector: 'group in (found),!absent',
      });
      assert.equal(
        everywhere.filter(object => object.metadata.namespace === namespace)
          .length,
        2,
      );
    },
  },
  {
    name: 'list and watch: more objects than fit in one page',
    async run(context) {
      const { client, service, cluster, namespace } = context;
      await inParallel(MANY, i =>
        client.create(member(context, 'many', `many-${i}`, String(i))),
      );
      const listed = await client.list({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace,
        labelSelector: 'group=many',
      });
      assert.equal(
        new Set(listed.map(object => object.metadata.name)).size,
        MANY,
      );
      const reflection = service.watch(cluster, watchOf(context, 'many'));
      try {
        await reflection.ready();
        assert.equal(reflection.rows().length, MANY);
        assert.equal(reflection.row('many-519', namespace)?.value, '519');
      } finally {
        reflection.close();
      }
    },
  },
  {
    name: 'watch: tells creations, changes and deletions in order',
    async run(context) {
      const { client, service, cluster } = context;
      const reflection = service.watch(cluster, watchOf(context, 'told'));
      try {
        await reflection.ready();
        const changes: RowChange<{ value: string }>[] = [];
        reflection.subscribe(change => changes.push(change));
        await eventually('a live watch', () => reflection.state === 'live');
        const object = member(context, 'told', 'told', '1');
        await client.apply(object);
        await client.apply(member(context, 'told', 'told', '2'));
        await client.delete(refOf(object));
        await eventually('three changes', () => changes.length === 3);
        assert.deepEqual(
          changes.map(({ previous, row }) => [previous?.value, row?.value]),
          [
            [undefined, '1'],
            ['1', '2'],
            ['2', undefined],
          ],
        );
        assert.deepEqual(reflection.rows(), []);
      } finally {
        reflection.close();
      }
    },
  },
  {
    name: 'watch: an object that leaves the selector is gone, and comes back',
    async run(context) {
      const { client, service, cluster, namespace } = context;
      const reflection = service.watch(cluster, watchOf(context, 'moving'));
      try {
        const object = member(context, 'moving', 'moving', '1');
        await client.apply(object);
        await reflection.ready();
        const there = () => reflection.row('moving', namespace) !== undefined;
        await eventually('the object', there);
        await client.mergePatch(refOf(object), {
          metadata: { labels: { group: 'elsewhere' } },
        });
        await eventually('the object has left', () => !there());
        await client.mergePatch(refOf(object), {
          metadata: { labels: { group: 'moving' } },
        });
        await eventually('the object is back', there);
      } finally {
        reflection.close();
      }
    },
  },
  {
    name: 'watch: closed and opened again, it knows what happened in between',
    async run(context) {
      const { client, service, cluster } = context;
      await client.apply(member(context, 'again', 'again-1', '1'));
      await client.apply(member(context, 'again', 'again-2', '1'));
      const first = service.watch(cluster, watchOf(context, 'again'));
      await first.ready();
      assert.equal(first.rows().length, 2);
      first.close();
      await client.delete(refOf(member(context, 'again', 'again-1', '1')));
      await client.apply(member(context, 'again', 'again-2', '2'));
      await client.apply(member(context, 'again', 'again-3', '1'));
      const second = service.watch(cluster, watchOf(context, 'again'));
      try {
        await second.ready();
        assert.deepEqual(
          second
            .rows()
            .map(({ name, value }) => `${name}=${value}`)
            .sort(),
          ['again-2=2', 'again-3=1'],
        );
      } finally {
        second.close();
      }
    },
  },
  {
    name: 'watch: a kind that is not served fails in words and hurts nothing else',
    async run({ service, cluster }) {
      const kind = { apiVersion: 'no-such-group.jimu.dev/v1', kind: 'Thing' };
      const reflection = service.watch(cluster, {
        ...kind,
        id: 'contract',
        trim: object => object.metadata.name,
      });
      try {
        await eventually('a failed watch', () => reflection.state === 'failed');
        const info = service.list().find(({ name }) => name === cluster);
        const watch = info?.watches.find(w => w.kind === 'Thing');
        assert.match(watch?.message ?? '', /does not serve Thing/);
      } finally {
        reflection.close();
      }
    },
  },
];
