import fc from 'fast-check';
import {
  planRollout,
  planScaling,
  rolloutBounds,
  type SetSize,
} from './planRollout';

const total = (sets: SetSize[]) => sets.reduce((n, s) => n + s.replicas, 0);

describe('a rolling update', () => {
  it('reads shares of the wanted number: the surge rounds up, what may be missing rounds down', () => {
    expect(rolloutBounds(3)).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(rolloutBounds(10)).toEqual({ maxSurge: 3, maxUnavailable: 2 });
    expect(rolloutBounds(4, { maxSurge: 0, maxUnavailable: 0 })).toEqual({
      maxSurge: 0,
      maxUnavailable: 1,
    });
    expect(rolloutBounds(2, { maxSurge: '100%', maxUnavailable: 5 })).toEqual({
      maxSurge: 2,
      maxUnavailable: 2,
    });
  });

  it('never has too many or too few pods, and ends with the new ones only', () => {
    const oldSets = fc.array(
      fc.record({ replicas: fc.nat(8), broken: fc.boolean() }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.nat(4),
        fc.nat(4),
        oldSets,
        fc.nat(8),
        fc.integer(),
        (replicas, maxSurge, maxUnavailable, old, started, seed) => {
          const bounds = rolloutBounds(replicas, { maxSurge, maxUnavailable });
          let random = Math.abs(seed) + 1;
          const chance = () => {
            random = (random * 16807) % 2147483647;
            return random % 2 === 0;
          };
          const newSet = {
            name: 'new',
            replicas: Math.min(started, replicas),
            available: 0,
          };
          const sets = old.map((s, i) => ({
            name: `old-${i}`,
            replicas: s.replicas,
            available: s.broken ? 0 : s.replicas,
          }));
          const ceiling = Math.max(
            replicas + bounds.maxSurge,
            total([...sets, newSet]),
          );
          const available = () =>
            [...sets, newSet].reduce((n, s) => n + s.available, 0);
          const floor = Math.min(replicas - bounds.maxUnavailable, available());
          for (let step = 0; step < 200; step += 1) {
            const sizes = planRollout(replicas, bounds, newSet, sets);
            for (const set of [newSet, ...sets]) {
              set.replicas = sizes.get(set.name) ?? set.replicas;
              // The worst case: a set that shrinks loses pods that worked.
              set.available = Math.min(set.available, set.replicas);
            }
            expect(total([newSet, ...sets])).toBeLessThanOrEqual(ceiling);
            expect(available()).toBeGreaterThanOrEqual(floor);
            if (
              newSet.available < newSet.replicas &&
              (sizes.size === 0 || chance())
            ) {
              newSet.available += 1;
            }
          }
          expect(newSet).toMatchObject({ replicas, available: replicas });
          expect(total(sets)).toBe(0);
        },
      ),
    );
  });

  it('spreads a new wanted number over the sets without losing or inventing pods', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.array(fc.integer({ min: 1, max: 20 }), {
          minLength: 2,
          maxLength: 4,
        }),
        (replicas, sizes) => {
          const bounds = rolloutBounds(replicas);
          const planned = planScaling(
            replicas,
            bounds,
            sizes.map((size, i) => ({
              name: `${i}`,
              replicas: size,
              available: size,
            })),
          );
          const all = [...planned.values()];
          expect(all.every(size => size >= 0)).toBe(true);
          expect(all.reduce((a, b) => a + b, 0)).toBe(
            replicas > 0 ? replicas + bounds.maxSurge : 0,
          );
        },
      ),
    );
  });
});
