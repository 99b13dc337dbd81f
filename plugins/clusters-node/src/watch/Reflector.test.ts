import fc from 'fast-check';
import { ModelCluster } from '../tests/ModelCluster';
import { VirtualTiming } from '../tests/VirtualTiming';
import type { RowChange } from '../types';
import { Reflector } from './Reflector';

const MINUTE = 60_000;

function start(random?: () => number) {
  const timing = new VirtualTiming(random);
  const cluster = new ModelCluster(timing);
  const changes: RowChange<string>[] = [];
  const troubles: string[] = [];
  /** What a reader knows who only follows the changes. */
  const followed = new Map<string, string>();
  const open = () =>
    new Reflector<string>({
      cluster: 'model',
      spec: {
        id: 'test',
        apiVersion: 'v1',
        kind: 'Thing',
        trim(object) {
          if (object.value === 'unreadable') {
            throw new Error('value is not a number');
          }
          return `${object.metadata.namespace}/${object.metadata.name}=${object.value}`;
        },
      },
      source: cluster,
      timing,
      onChange(change) {
        const key = `${change.namespace}/${change.name}`;
        expect(change.previous).toBe(followed.get(key));
        expect(change.row).not.toBe(change.previous);
        if (change.row === undefined) {
          followed.delete(key);
        } else {
          followed.set(key, change.row);
        }
        changes.push(change);
      },
      onTrouble: message => troubles.push(message),
    });
  const expectTruth = (reflector: Reflector<string>) => {
    const readable = [...cluster.truth].filter(([, v]) => v !== 'unreadable');
    const expected = readable.map(([k, v]) => `${k}=${v}`).sort();
    expect(reflector.allRows().sort()).toEqual(expected);
    expect([...followed.values()].sort()).toEqual(expected);
    expect(reflector.unreadable()).toHaveLength(
      cluster.truth.size - readable.length,
    );
    expect(reflector.state).toBe('live');
  };
  return { timing, cluster, changes, troubles, open, expectTruth };
}

describe('Reflector', () => {
  it('lists, then follows', async () => {
    const { timing, cluster, changes, open, expectTruth } = start();
    cluster.put('team/a', '1');
    const reflector = open();
    expect(reflector.state).toBe('syncing');
    await timing.advance(0);
    await reflector.firstList;
    cluster.put('team/a', '2');
    cluster.put('team/b', '1');
    cluster.remove('team/a');
    await timing.advance(0);
    expectTruth(reflector);
    expect(reflector.row('b', 'team')).toBe('team/b=1');
    expect(changes.map(({ row, previous }) => [previous, row])).toEqual([
      [undefined, 'team/a=1'],
      ['team/a=1', 'team/a=2'],
      [undefined, 'team/b=1'],
      ['team/a=2', undefined],
    ]);
    await reflector.stop();
    expect(reflector.state).toBe('stopped');
  });

  it('goes on from bookmarks without listing again, a few requests per hour', async () => {
    const { timing, cluster, open, expectTruth } = start();
    const reflector = open();
    await timing.advance(14 * MINUTE);
    expect({ lists: cluster.lists, watches: cluster.watches }).toEqual({
      lists: 1,
      watches: 4,
    });
    await timing.advance(46 * MINUTE);
    expect(cluster.lists).toBeLessThanOrEqual(4);
    expect(cluster.watches).toBeLessThanOrEqual(15);
    expectTruth(reflector);
    await reflector.stop();
  });

  it('notices a watch that is open and silent', async () => {
    const { timing, cluster, open, troubles, expectTruth } = start();
    const reflector = open();
    await timing.advance(0);
    cluster.stall();
    cluster.put('team/a', '1');
    await timing.advance(64_000);
    expect(reflector.allRows()).toEqual([]);
    await timing.advance(3_000);
    expectTruth(reflector);
    expect(troubles).toEqual(['the watch sent nothing for too long']);
    expect(cluster.lists).toBe(1);
    await reflector.stop();
  });

  it('waits longer and longer for a server that keeps failing', async () => {
    const { timing, cluster, open, troubles, expectTruth } = start();
    cluster.fail('list', ...Array(1000).fill(503));
    const reflector = open();
    await timing.advance(5 * MINUTE);
    expect(reflector.state).toBe('failed');
    expect(reflector.info.message).toBe('refused with 503');
    expect(cluster.lists).toBeLessThanOrEqual(17);
    expect(troubles).toEqual(['refused with 503']);
    cluster.heal();
    reflector.nudge();
    await timing.advance(1_000);
    expectTruth(reflector);
    await reflector.stop();
  });

  it('does not storm a server that forgets every second, or closes every watch', async () => {
    const { timing, cluster, open, expectTruth } = start();
    const reflector = open();
    for (let second = 0; second < 120; second++) {
      await timing.advance(1_000);
      cluster.put('team/a', String(second));
      cluster.compact();
    }
    expect(cluster.lists).toBeLessThanOrEqual(12);
    await timing.advance(MINUTE);
    expectTruth(reflector);
    const before = cluster.watches;
    for (let second = 0; second < 120; second++) {
      await timing.advance(1_000);
      cluster.close();
    }
    expect(cluster.watches - before).toBeLessThanOrEqual(12);
    await reflector.stop();
  });

  it('takes a watch that is cut each minute for what it is, and does not list again', async () => {
    const { timing, cluster, open, expectTruth } = start();
    const reflector = open();
    for (let minute = 0; minute < 12; minute++) {
      await timing.advance(MINUTE);
      cluster.cut();
    }
    cluster.put('team/a', '1');
    await timing.advance(1_000);
    expectTruth(reflector);
    expect(cluster.lists).toBe(1);
    await reflector.stop();
  });

  it('waits for a kind that is not served yet, and forgets objects that went with their kind', async () => {
    const { timing, cluster, open, expectTruth } = start();
    cluster.fail('list', 404, 404);
    cluster.put('team/a', '1');
    const reflector = open();
    await timing.advance(0);
    expect(reflector.state).toBe('failed');
    await timing.advance(2 * MINUTE);
    expectTruth(reflector);
    expect(cluster.lists).toBe(3);
    cluster.fail('watch', 404);
    cluster.fail('list', 404);
    cluster.cut();
    await timing.advance(1_000);
    expect(reflector.allRows()).toEqual(['team/a=1']);
    await timing.advance(35_000);
    expect(reflector.allRows()).toEqual([]);
    await timing.advance(MINUTE);
    expectTruth(reflector);
    await reflector.stop();
  });

  it('is stale while its cluster does not answer, and reconnects when it does', async () => {
    const { timing, cluster, open, expectTruth } = start();
    const reflector = open();
    await timing.advance(0);
    cluster.stall();
    reflector.suspect('no answer');
    expect(reflector.info).toMatchObject({
      state: 'stale',
      message: 'no answer',
    });
    cluster.put('team/a', '1');
    reflector.nudge();
    await timing.advance(1_000);
    expectTruth(reflector);
    await reflector.stop();
  });

  it('shows what it cannot read, and goes on', async () => {
    const { timing, cluster, open, expectTruth } = start();
    cluster.put('team/a', 'unreadable');
    cluster.put('team/b', '1');
    const reflector = open();
    await timing.advance(0);
    expectTruth(reflector);
    expect(reflector.unreadable()).toEqual([
      { name: 'a', namespace: 'team', reason: 'value is not a number' },
    ]);
    expect(reflector.info.message).toBe(
      '1 unreadable, first: team/a (value is not a number)',
    );
    for (const object of [
      '{}',
      'null',
      '7',
      '{"metadata":{"name":{"__proto__":1}}}',
    ]) {
      cluster.sendRaw(`{"type":"ADDED","object":${object}}\n`);
    }
    cluster.put('team/a', '2');
    await timing.advance(MINUTE);
    expectTruth(reflector);
    await reflector.stop();
  });

  it('rejects who waits for a first list that will not come', async () => {
    const { cluster, open } = start();
    cluster.fail('list', 500);
    const reflector = open();
    await reflector.stop();
    await expect(reflector.firstList).rejects.toThrow('closed');
  });

  const key = fc.constantFrom('x/a', 'x/b', 'y/a', 'y/__proto__');
  const status = fc.constantFrom(404, 410, 429, 500, 503);
  const step = fc.oneof(
    fc.record({
      do: fc.constant('put' as const),
      key,
      value: fc.constantFrom('1', '2', 'unreadable'),
    }),
    fc.record({ do: fc.constant('remove' as const), key }),
    fc.record({
      do: fc.constant('disturb' as const),
      how: fc.constantFrom('delay', 'truncate'),
    }),
    fc.record({ do: fc.constant('repeat' as const), count: fc.nat(4) }),
    fc.record({
      do: fc.constant('garble' as const),
      text: fc.constantFrom('{"type":"ADD', 'x\n', '{"type":"NEW"}\n', '\n'),
    }),
    fc.record({
      do: fc.constantFrom('cut', 'close', 'stall', 'compact', 'nudge'),
    }),
    fc.record({
      do: fc.constant('fail' as const),
      what: fc.constantFrom('list', 'watch'),
      statuses: fc.array(status, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 100, 1_000, 30_000, 70_000, 310_000),
    }),
  );

  const loss = fc.record({
    do: fc.constant('disturb' as const),
    how: fc.constant('lose'),
  });

  it.each([
    ['within minutes while no event is lost', step, 4],
    ['within one resync when events are lost', fc.oneof(step, loss), 25],
  ])('ends with the truth %s', async (_, anyStep, minutes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { maxLength: 40 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        async (steps, chance) => {
          const { timing, cluster, open, expectTruth } = start(
            () => chance.next().value,
          );
          const reflector = open();
          for (const s of steps) {
            switch (s.do) {
              case 'put':
                cluster.put(s.key, s.value);
                break;
              case 'remove':
                cluster.remove(s.key);
                break;
              case 'disturb':
                cluster.disturbNext(s.how as 'lose');
                break;
              case 'repeat':
                cluster.repeat(s.count);
                break;
              case 'garble':
                cluster.sendRaw(s.text);
                break;
              case 'fail':
                cluster.fail(s.what as 'list', ...s.statuses);
                break;
              case 'wait':
                await timing.advance(s.ms);
                break;
              case 'nudge':
                reflector.suspect('no answer');
                reflector.nudge();
                break;
              default:
                cluster[s.do as 'cut']();
            }
          }
          cluster.heal();
          await timing.advance(minutes * MINUTE);
          expectTruth(reflector);
          await reflector.stop();
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) },
    );
  });
});
