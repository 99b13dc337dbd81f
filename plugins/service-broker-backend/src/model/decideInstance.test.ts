import type { Endpoint } from '@jimu/plugin-service-broker-common';
import fc from 'fast-check';
import { decideDeletion } from './decideDeletion';
import { decideInstance } from './decideInstance';
import type { DeletionObservation, InstanceObservation } from './observation';
import { openOperation } from './operations';
import type { InstanceRecord, OperationRecord } from './records';

const START = Date.parse('2026-11-20T10:00:00.000Z');
const TIMEOUT = 600;
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

const fresh: InstanceRecord = {
  id: 'i',
  tenant: 'pay',
  environment: 'dev',
  name: 'orders',
  cluster: 'main',
  namespace: 'pay-dev-svc',
  resourceName: 'orders-abcde',
  offering: 'widget',
  offeringTitle: 'Widget',
  plan: 'small',
  version: '1',
  parameters: {},
  consumption: { cpu: 0, memory: 0, storage: 0, volumes: 0 },
  price: { amount: 0, currency: 'CNY', per: 'month' },
  exposure: 'none',
  deletionPolicy: 'delete',
  desired: 'present',
  generation: 1,
  createdAt: at(0),
  createdBy: 'user:default/li.na',
  phase: 'pending',
  conditions: [],
  events: [],
  endpoints: [],
  memory: {},
  revision: 1,
  updatedAt: at(0),
};
const order = openOperation({
  id: 'o',
  instanceId: 'i',
  type: 'create',
  requestedBy: 'user:default/li.na',
  now: at(0),
});

const outcome = fc.oneof(
  fc.record({
    state: fc.constant('ready' as const),
    warnings: fc.constant<string[]>([]),
  }),
  fc.record({
    state: fc.constant('progressing' as const),
    message: fc.constantFrom(undefined, '1 of 3'),
    warnings: fc.constantFrom<string[]>([], ['disk is slow']),
  }),
  fc.record({
    state: fc.constant('failing' as const),
    reason: fc.constantFrom('Broken', 'Invalid'),
    message: fc.constant('no disk'),
    holdSeconds: fc.constantFrom(0, 60, 300),
    warnings: fc.constant<string[]>([]),
  }),
);
const observation: fc.Arbitrary<InstanceObservation> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('blocked' as const),
      obstacle: fc.constantFrom(
        'ClusterUnreachable' as const,
        'ClusterRefused' as const,
        'NamespaceRefused' as const,
        'ForeignObject' as const,
      ),
      problem: fc.constant({ code: 'blocked', message: 'blocked' }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('seen' as const),
      outcome,
      acknowledged: fc.boolean(),
      digest: fc.constantFrom('a', 'b'),
      applied: fc.boolean(),
      endpoints: fc.constant<Endpoint[]>([]),
      operator: fc.constant('widget-operator'),
      primary: fc.constant('Widget orders-abcde'),
    }),
  },
);
const history = fc.array(
  fc.tuple(fc.constantFrom(1, 2, 30, 61, 301), observation),
  { minLength: 1, maxLength: 40 },
);

interface Moment {
  record: InstanceRecord;
  operation: OperationRecord;
  seen: InstanceObservation;
  seconds: number;
}

function play(steps: [number, InstanceObservation][]): Moment[] {
  let record = fresh;
  let operation = order;
  let seconds = 0;
  return steps.map(([wait, seen]) => {
    seconds += wait;
    const decision = decideInstance(
      record,
      operation.state === 'in progress' ? operation : undefined,
      seen,
      { now: at(seconds), timeoutSeconds: TIMEOUT },
    );
    record = decision.record;
    operation = decision.operation ?? operation;
    return { record, operation, seen, seconds };
  });
}

const always = (check: (now: Moment, before: Moment | undefined) => void) =>
  fc.assert(
    fc.property(history, steps => {
      const moments = play(steps);
      moments.forEach((moment, i) => check(moment, moments[i - 1]));
    }),
    { numRuns: 500 },
  );

describe('whatever is seen of an instance', () => {
  it('it is ready exactly when it was seen ready, or is too new to worry', () => {
    always(({ record, seen }, before) => {
      if (seen.kind === 'blocked') return;
      const ready = seen.outcome.state === 'ready';
      if (ready) expect(record.phase).toBe('ready');
      if (!ready && record.phase === 'ready') {
        expect(before?.record.phase).toBe('ready');
      }
    });
  });

  it('its order ends once, in time, and as what was seen', () => {
    always(({ operation, record, seen, seconds }, before) => {
      if (before && before.operation.state !== 'in progress') {
        expect(operation).toEqual(before.operation);
      }
      if (operation.state === 'succeeded') {
        expect(operation.steps.every(s => s.state === 'done')).toBe(true);
        expect(record.memory.readyDigest).toBeDefined();
      }
      if (operation.state === 'failed') {
        expect(operation.problem).toBeDefined();
        expect(operation.steps.filter(s => s.state === 'failed')).toHaveLength(
          1,
        );
      }
      const isReady = seen.kind === 'seen' && seen.outcome.state === 'ready';
      if (seconds >= TIMEOUT && !isReady) {
        expect(operation.state).not.toBe('in progress');
      }
    });
  });

  it('steps never go back, and their times are in order', () => {
    const rank = { waiting: 0, active: 1, failed: 2, done: 2 };
    always(({ operation }, before) => {
      operation.steps.forEach((step, i) => {
        const was = before?.operation.steps[i] ?? order.steps[i];
        expect(rank[step.state]).toBeGreaterThanOrEqual(rank[was.state]);
        if (step.finishedAt) {
          expect(step.finishedAt >= step.startedAt!).toBe(true);
        }
      });
      const active = operation.steps.filter(s => s.state === 'active').length;
      expect(active).toBe(operation.state === 'in progress' ? 1 : 0);
    });
  });

  it('a failure is said with its cause, and one that was ready is degraded, not failed', () => {
    always(({ record }) => {
      if (record.phase === 'failed') {
        expect(record.problem).toBeDefined();
        expect(record.memory.readyDigest).toBeUndefined();
      }
      if (record.phase === 'degraded') {
        expect(record.memory.readyDigest).toBeDefined();
      }
      const types = record.conditions.map(c => c.type);
      expect(new Set(types).size).toBe(types.length);
    });
  });

  it('a failure counts only after it has lasted', () => {
    always(({ record, seen, seconds }, before) => {
      if (record.problem?.code !== 'operator-failed') return;
      // Once failed, it stays failed for that reason until it is ready.
      if (before?.record.problem?.code === 'operator-failed') return;
      if (seen.kind === 'blocked' || seen.outcome.state !== 'failing') return;
      const since = Date.parse(record.memory.failing!.since);
      expect(START + seconds * 1000 - since).toBeGreaterThanOrEqual(
        seen.outcome.holdSeconds * 1000,
      );
      const kept = before?.record.memory.failing;
      if (kept?.reason === seen.outcome.reason) {
        expect(record.memory.failing).toEqual(kept);
      }
    });
  });

  it('a cluster that is not seen changes no phase before the order is over', () => {
    always(({ record, seen, operation }, before) => {
      if (seen.kind !== 'blocked') return;
      const was = before?.record.phase ?? 'pending';
      const justFailed =
        operation.state === 'failed' && before?.operation.state !== 'failed';
      expect([was, ...(justFailed ? ['failed'] : [])]).toContain(record.phase);
    });
  });
});

it('a deletion is gone only when it was proven, whatever held it up', () => {
  const deleting: fc.Arbitrary<DeletionObservation> = fc.oneof(
    fc.record({
      kind: fc.constant('waiting' as const),
      step: fc.constantFrom('bindings' as const, 'resources' as const),
      for: fc.constantFrom<string[][]>(['Widget a'], ['Secret b']),
    }),
    fc.record({
      kind: fc.constant('blocked' as const),
      obstacle: fc.constant('ClusterUnreachable' as const),
      problem: fc.constant({ code: 'blocked', message: 'blocked' }),
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(1, 30, 301), deleting), {
        maxLength: 20,
      }),
      steps => {
        let record: InstanceRecord = { ...fresh, phase: 'deleting' };
        let operation: OperationRecord = openOperation({
          ...order,
          id: 'd',
          type: 'delete',
          now: at(0),
        });
        let seconds = 0;
        for (const [wait, seen] of steps) {
          seconds += wait;
          const decision = decideDeletion(
            record,
            operation.state === 'in progress' ? operation : undefined,
            seen,
            { now: at(seconds), timeoutSeconds: TIMEOUT },
          );
          record = decision.record;
          operation = decision.operation ?? operation;
          expect(record.phase).toBe('deleting');
          expect(operation.state).toBe(
            seconds >= TIMEOUT ? 'failed' : 'in progress',
          );
        }
        const last = decideDeletion(
          record,
          operation.state === 'in progress' ? operation : undefined,
          { kind: 'gone', proof: ['Widget a'] },
          { now: at(seconds + 1), timeoutSeconds: TIMEOUT },
        );
        expect(last.record).toMatchObject({
          phase: 'deleted',
          deletedAt: at(seconds + 1),
        });
        expect(last.record.problem).toBeUndefined();
      },
    ),
  );
});
