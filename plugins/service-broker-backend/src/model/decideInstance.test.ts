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

const outcomes = fc.oneof(
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
      outcome: outcomes,
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

type Rule = (now: Moment, before: Moment | undefined) => boolean;

/** The histories (as found by fast-check) in which a rule does not hold. */
function counterexamples(rule: Rule): unknown {
  const { failed, counterexample } = fc.check(
    fc.property(history, steps => {
      const moments = play(steps);
      return moments.every((moment, i) => rule(moment, moments[i - 1]));
    }),
    { numRuns: 500 },
  );
  return failed ? counterexample : 'none';
}

/** A premise that does not hold says nothing. */
const implies = (premise: boolean, conclusion: () => boolean) =>
  !premise || conclusion();
const outcomeOf = ({ seen }: Moment) =>
  seen.kind === 'seen' ? seen.outcome : undefined;

const rules: Record<string, Rule> = {
  'what was seen ready is ready': now =>
    implies(
      outcomeOf(now)?.state === 'ready',
      () => now.record.phase === 'ready',
    ),

  'what was not seen ready does not become ready': (now, before) =>
    implies(
      outcomeOf(now)?.state !== 'ready' && now.record.phase === 'ready',
      () => before?.record.phase === 'ready',
    ),

  'an order that has ended stays as it ended': (now, before) =>
    implies(
      before !== undefined && before.operation.state !== 'in progress',
      () => now.operation === before!.operation,
    ),

  'an order succeeds with all its steps, and only when ready': ({
    operation,
    record,
  }) =>
    implies(
      operation.state === 'succeeded',
      () =>
        operation.steps.every(s => s.state === 'done') &&
        record.memory.readyDigest !== undefined,
    ),

  'an order fails at one step, with a problem': ({ operation }) =>
    implies(
      operation.state === 'failed',
      () =>
        operation.problem !== undefined &&
        operation.steps.filter(s => s.state === 'failed').length === 1,
    ),

  'an order ends in time': ({ operation, seconds }) =>
    implies(seconds >= TIMEOUT, () => operation.state !== 'in progress'),

  'steps never go back, and their times are in order': (
    { operation },
    before,
  ) => {
    const rank = { waiting: 0, active: 1, failed: 2, done: 2 };
    return operation.steps.every((step, i) => {
      const was = before?.operation.steps[i] ?? order.steps[i];
      return (
        rank[step.state] >= rank[was.state] &&
        implies(
          step.finishedAt !== undefined,
          () => step.finishedAt! >= step.startedAt!,
        )
      );
    });
  },

  'one step is active while the order is in progress, none after': ({
    operation,
  }) =>
    operation.steps.filter(s => s.state === 'active').length ===
    (operation.state === 'in progress' ? 1 : 0),

  'what failed was never ready and says why': ({ record }) =>
    implies(
      record.phase === 'failed',
      () =>
        record.problem !== undefined && record.memory.readyDigest === undefined,
    ),

  'what is degraded was ready': ({ record }) =>
    implies(
      record.phase === 'degraded',
      () => record.memory.readyDigest !== undefined,
    ),

  'no condition is there twice': ({ record }) =>
    new Set(record.conditions.map(c => c.type)).size ===
    record.conditions.length,

  'a failure counts only after it has lasted': (now, before) => {
    const outcome = outcomeOf(now);
    // Once failed, it stays failed for that reason until it is ready.
    const begins =
      now.record.problem?.code === 'operator-failed' &&
      before?.record.problem?.code !== 'operator-failed';
    if (!begins || outcome?.state !== 'failing') return true;
    const since = Date.parse(now.record.memory.failing!.since);
    return START + now.seconds * 1000 - since >= outcome.holdSeconds * 1000;
  },

  'a cluster that is not seen changes no phase before the order fails': (
    now,
    before,
  ) => {
    const was = before?.record.phase ?? 'pending';
    const failsNow =
      now.operation.state === 'failed' && before?.operation.state !== 'failed';
    return implies(
      now.seen.kind === 'blocked' && now.record.phase !== was,
      () => failsNow && now.record.phase === 'failed',
    );
  },
};

it.each(Object.keys(rules))('whatever is seen of an instance, %s', name => {
  expect(counterexamples(rules[name])).toBe('none');
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
