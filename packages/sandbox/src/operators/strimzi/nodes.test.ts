import fc from 'fast-check';
import type { SandboxObject } from '../../types';
import { assignNodes } from './nodes';

const pool = (
  name: string,
  roles: string[],
  replicas: number,
): SandboxObject => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaNodePool',
  metadata: { name },
  spec: { roles, replicas },
});

const idsByPool = (nodes: ReturnType<typeof assignNodes>) =>
  Object.fromEntries(nodes.map(n => [n.pool.metadata.name, n.ids]));

describe('assignNodes', () => {
  it('numbers controllers first, keeps what is there, and fills gaps', () => {
    const pools = [pool('brk', ['broker'], 2), pool('ctl', ['controller'], 3)];
    expect(idsByPool(assignNodes(pools, () => []))).toEqual({
      ctl: [0, 1, 2],
      brk: [3, 4],
    });
    const current: Record<string, number[]> = { brk: [7, 1], ctl: [0] };
    expect(
      idsByPool(assignNodes(pools, p => current[p.metadata.name])),
    ).toEqual({ ctl: [0, 2, 3], brk: [1, 7] });
  });

  it('gives every pool as many ids as it asks for, no id twice, and takes back only the highest', () => {
    const sizes = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, sizes, (before, after) => {
        const of = (counts: number[]) =>
          counts.map((count, i) => pool(`p${i}`, ['broker'], count));
        const first = idsByPool(assignNodes(of(before), () => []));
        const second = idsByPool(
          assignNodes(of(after), p => first[p.metadata.name] ?? []),
        );
        const all = Object.values(second).flat();
        expect(new Set(all).size).toBe(all.length);
        after.forEach((count, i) => {
          const had = first[`p${i}`] ?? [];
          expect(second[`p${i}`]).toHaveLength(count);
          expect(second[`p${i}`]).toEqual(
            expect.arrayContaining(had.slice(0, count)),
          );
        });
      }),
    );
  });
});
