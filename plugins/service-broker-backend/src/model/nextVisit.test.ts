import fc from 'fast-check';
import { backoff, nextVisit } from './nextVisit';
import type { InstanceState } from './records';

const state = (
  instance: object,
  operations: object[] = [],
  bindings: object[] = [],
) => ({ instance: { memory: {}, ...instance }, operations, bindings } as any);
const options = {
  now: '2026-11-20T10:00:00.000Z',
  attempts: 1,
  observesOthers: false,
  random: 0.5,
};
const visit = (s: InstanceState, o: object = {}) =>
  nextVisit(s, { ...options, ...o })!;
const pending = (startedAt: string) => ({ state: 'in progress', startedAt });

describe('nextVisit', () => {
  it('is close while people wait, and wider as it takes long', () => {
    const after = (startedAt: string) =>
      visit(state({ phase: 'provisioning' }, [pending(startedAt)]));
    const waits = [
      after('2026-11-20T09:59:30.000Z'),
      after('2026-11-20T09:55:00.000Z'),
      after('2026-11-20T09:40:00.000Z'),
    ];
    expect(waits).toEqual([1500, 3000, 6000]);
  });

  it('is rare when all is settled, less so when its objects are not watched', () => {
    const settled = state({ phase: 'ready' }, [], [{ phase: 'ready' }]);
    expect(visit(settled)).toBe(300_000);
    expect(visit(settled, { observesOthers: true })).toBe(60_000);
    expect(visit(state({ phase: 'failed' }))).toBe(10_000);
    expect(visit(state({ phase: 'ready' }, [], [{ phase: 'failed' }]))).toBe(
      10_000,
    );
  });

  it('never comes for a tombstone', () => {
    expect(nextVisit(state({ phase: 'deleted' }), options)).toBeUndefined();
  });

  it('backs off from obstacles, with jitter and within bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const wait = backoff(
            attempts,
            { first: 2000, longest: 30_000 },
            random,
          );
          expect(wait).toBeGreaterThanOrEqual(1000);
          expect(wait).toBeLessThanOrEqual(30_000);
        },
      ),
    );
    const unreachable = { obstacle: 'ClusterUnreachable', random: 0 };
    const s = state({ phase: 'ready' });
    expect(
      [1, 2, 3, 9].map(attempts => visit(s, { ...unreachable, attempts })),
    ).toEqual([2000, 4000, 8000, 30_000]);
  });
});
