import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import { catalogOffering } from './__fixtures__/catalog';
import { contextOf, live } from './__fixtures__/contexts';

type Res = Record<string, KubernetesObject>;

const condition = (type: string, reason?: string, message = 'words') => ({
  type,
  status: 'True',
  message,
  ...(reason && { reason }),
});

function judge(name: string, plan: string) {
  const offering = catalogOffering(name);
  return (res: Res) => offering.status(contextOf(offering, { plan, res }));
}

/** What an operator, or a mistake, may leave in a status. */
const odd: unknown[] = [
  undefined,
  null,
  {},
  [],
  'text',
  7,
  true,
  { conditions: null },
  { conditions: 'text' },
  { conditions: [null, 1, {}, { type: 7 }] },
  { state: ['ready'], phase: {}, observedGeneration: 'two' },
  { pxc: 'three', readyReplicas: '3', replicas: null, message: 5 },
  { observedGeneration: 2.5, readyInstances: -1, instances: 1e300 },
];

describe.each(['redis', 'mysql', 'kafka', 'postgresql'])('%s', name => {
  const offering = catalogOffering(name);
  const primary = offering.spec.resources.find(each => each.primary)!.id;

  it.each(['small', 'ha'])(
    'in plan %s is neither ready nor broken by an odd status',
    plan => {
      const context = contextOf(offering, { plan });
      const refs = offering.observed(context);
      for (const status of odd) {
        for (const bare of [true, false]) {
          const res = Object.fromEntries(
            refs.map(({ id }) => [id, live(bare ? undefined : status)]),
          );
          res[primary] = live(status);
          const outcome = offering.status({ ...context, res });
          expect([status, outcome.state]).toEqual([status, 'progressing']);
          expect(outcome.warnings.every(text => typeof text === 'string')).toBe(
            true,
          );
        }
      }
    },
  );

  const binding: JsonObject = name === 'mysql' ? { database: 'shop' } : {};
  const bound = contextOf(offering, { plan: 'small', binding });
  const refs = offering.observedBinding(bound);

  // A binding that makes nothing has nothing to wait for.
  const expected = refs.length === 0 ? 'ready' : 'progressing';

  it('waits for the objects of a binding', () => {
    expect(offering.bindingStatus(bound).state).toBe(expected);
  });

  it.each(odd.map(status => [status]))(
    'takes no binding for ready because of %j',
    status => {
      const bindingRes = Object.fromEntries(
        refs.map(({ id }) => [id, live(status)]),
      );
      expect(offering.bindingStatus({ ...bound, bindingRes }).state).toBe(
        expected,
      );
    },
  );
});

describe('Redis', () => {
  const set = (ready: number, more: object = {}) =>
    live(
      {
        observedGeneration: 2,
        readyReplicas: ready,
        updatedReplicas: ready,
        ...more,
      },
      { spec: { replicas: 3 } },
    );
  const status = judge('redis', 'ha');
  const redis = live({ masterNode: 'cart-0' });
  const sentinels = set(3);

  it('is ready with all nodes of the newest template, a master and its sentinels', () => {
    expect(status({ redis, nodes: set(3), sentinels }).state).toBe('ready');
  });

  it.each<[string, Res, string]>([
    [
      '2 of 3 nodes',
      { redis, nodes: set(2), sentinels },
      '2 of 3 nodes are ready',
    ],
    [
      'a stale StatefulSet',
      { redis, nodes: set(3, { observedGeneration: 1 }), sentinels },
      '3 of 3 nodes are ready',
    ],
    [
      'nodes of an old template',
      { redis, nodes: set(3, { updatedReplicas: 1 }), sentinels },
      '3 of 3 nodes are ready',
    ],
    [
      'no master',
      { redis: live({}), nodes: set(3), sentinels },
      '3 of 3 nodes are ready',
    ],
    ['no sentinels', { redis, nodes: set(3) }, '3 of 3 nodes are ready'],
    ['no StatefulSet', { redis }, '0 of 3 nodes are ready'],
  ])('waits with %s', (_, res, message) => {
    expect(status(res)).toEqual({
      state: 'progressing',
      message,
      warnings: [],
    });
  });

  it('needs neither master nor sentinels with one node', () => {
    const one = live(
      { observedGeneration: 2, readyReplicas: 1, updatedReplicas: 1 },
      { spec: { replicas: 1 } },
    );
    expect(judge('redis', 'small')({ redis: live(), nodes: one }).state).toBe(
      'ready',
    );
  });
});

describe('MySQL', () => {
  const status = judge('mysql', 'ha');
  const cluster = (change: object = {}, annotations = {}) => {
    const object = live({
      observedGeneration: 2,
      state: 'ready',
      host: 'cart-haproxy.shop',
      pxc: { ready: 3 },
      haproxy: { ready: 2 },
      message: null,
      conditions: [condition('initializing'), condition('ready')],
      ...change,
    });
    object.metadata.annotations = annotations;
    return { cluster: object };
  };

  it('is ready by its state', () => {
    expect(status(cluster())).toEqual({ state: 'ready', warnings: [] });
  });

  it.each<[string, Res]>([
    ['an old ready among the conditions', cluster({ state: 'initializing' })],
    ['a stale generation', cluster({ observedGeneration: 1 })],
    ['a node missing', cluster({ pxc: { ready: 2 } })],
    ['no proxy', cluster({ haproxy: null })],
    [
      'volumes that grow',
      cluster({}, { 'percona.com/pvc-resize-in-progress': 'x' }),
    ],
    ['a pause', cluster({ state: 'paused' })],
  ])('waits with %s', (_, res) => {
    expect(status(res).state).toBe('progressing');
  });

  it('takes an error for failed only when it lasts, and forgets it when it passes', () => {
    const error = cluster({ state: 'error', message: ['no disk', 'no luck'] });
    const outcomes = [error, cluster(), error].map(status);
    expect(outcomes.map(({ state }) => state)).toEqual([
      'failing',
      'ready',
      'failing',
    ]);
    expect(outcomes[0]).toEqual({
      state: 'failing',
      reason: 'OperatorError',
      message: 'no disk; no luck',
      holdSeconds: 300,
      warnings: [],
    });
    expect(status(cluster({ state: 'error', message: null }))).toMatchObject({
      state: 'failing',
      message: 'OperatorError',
    });
  });

  it('has an account once the operator has left its mark on the Secret', () => {
    const offering = catalogOffering('mysql');
    const context = contextOf(offering, {
      plan: 'ha',
      binding: { database: 'shop' },
      res: cluster(),
    });
    const { name } = context.instance;
    const { username } = context.binding!;
    const password = live();
    const judged = () =>
      offering.bindingStatus({ ...context, bindingRes: { password } });
    expect(judged()).toMatchObject({
      state: 'progressing',
      message: 'The operator is creating the account',
    });
    password.metadata.annotations = {
      [`percona.com/${name}-someone-hash`]: 'x',
    };
    expect(judged().state).toBe('progressing');
    password.metadata.annotations[`percona.com/${name}-${username}-hash`] = 'x';
    expect(judged().state).toBe('ready');
  });
});

describe('Kafka', () => {
  const status = judge('kafka', 'ha');
  const cluster = (...conditions: object[]): Res => ({
    kafka: live({ observedGeneration: 2, conditions }),
    brokers: live({ observedGeneration: 2, replicas: 3 }),
    controllers: live({ observedGeneration: 2, replicas: 3 }),
  });
  const stale = (id: string, of: object): Res => ({
    ...cluster(condition('Ready')),
    [id]: live(of),
  });

  it('is ready when the operator says so of this generation', () => {
    expect(status(cluster(condition('Ready')))).toEqual({
      state: 'ready',
      warnings: [],
    });
    expect(
      status(cluster(condition('Ready'), condition('Warning', 'X', 'old'))),
    ).toEqual({ state: 'ready', warnings: ['old'] });
  });

  it.each<[string, Res]>([
    ['Creating', cluster(condition('NotReady', 'Creating'))],
    ['nothing said', cluster()],
    [
      'Ready of an older generation',
      stale('kafka', {
        observedGeneration: 1,
        conditions: [condition('Ready')],
      }),
    ],
    [
      'too few brokers',
      stale('brokers', { observedGeneration: 2, replicas: 2 }),
    ],
    [
      'an older generation of brokers',
      stale('brokers', { observedGeneration: 1, replicas: 3 }),
    ],
    ['no controllers', stale('controllers', {})],
    ['Ready=False', cluster({ ...condition('Ready'), status: 'False' })],
  ])('waits with %s', (_, res) => {
    expect(status(res).state).toBe('progressing');
  });

  it('fails at once for what cannot mend itself, and late for what may', () => {
    expect(
      status(cluster(condition('NotReady', 'InvalidResourceException', 'bad'))),
    ).toMatchObject({ reason: 'InvalidSpec', message: 'bad', holdSeconds: 0 });
    expect(
      status(cluster(condition('NotReady', 'TimeoutException', 'slow'))),
    ).toMatchObject({
      reason: 'ReconcileError',
      message: 'slow',
      holdSeconds: 600,
    });
    expect(status(cluster(condition('NotReady')))).toMatchObject({
      reason: 'ReconcileError',
    });
  });

  it('has a user with its Secret', () => {
    const offering = catalogOffering('kafka');
    const context = contextOf(offering, { plan: 'small', binding: {} });
    const user = (status_: object) =>
      offering.bindingStatus({
        ...context,
        bindingRes: { user: live(status_) },
      });
    const conditions = [condition('Ready')];
    expect(user({ observedGeneration: 2, conditions }).state).toBe(
      'progressing',
    );
    expect(user({ observedGeneration: 2, conditions, secret: 's' }).state).toBe(
      'ready',
    );
    expect(user({ observedGeneration: 1, conditions, secret: 's' }).state).toBe(
      'progressing',
    );
    expect(
      user({ conditions: [condition('NotReady', 'X', 'no ACL')] }),
    ).toMatchObject({ state: 'failing', message: 'no ACL', holdSeconds: 120 });
  });
});

describe('PostgreSQL', () => {
  const offering = catalogOffering('postgresql');
  const status = judge('postgresql', 'ha');
  const cluster = (change: object = {}): Res => ({
    cluster: live({
      conditions: [condition('Ready')],
      phase: 'Cluster in healthy state',
      instances: 3,
      readyInstances: 3,
      image: offering.spec.versions.available[1].values!.image,
      ...change,
    }),
  });

  it('is ready when what is there is what was asked for', () => {
    expect(status(cluster())).toEqual({ state: 'ready', warnings: [] });
  });

  it.each<[string, Res]>([
    ['a node missing', cluster({ readyInstances: 2 })],
    ['a node being made', cluster({ instances: 2 })],
    ['another image', cluster({ image: 'postgresql:17' })],
    ['volumes that grow', cluster({ resizingPVC: ['cart-1'] })],
    ['no condition', cluster({ conditions: [] })],
  ])('waits with %s', (_, res) => {
    expect(status(res)).toMatchObject({
      state: 'progressing',
      message: expect.stringMatching(/^Cluster in healthy state: \d of 3/),
    });
  });

  it('fails when the operator gives up', () => {
    expect(
      status(
        cluster({ phase: 'Invalid cluster definition', phaseReason: 'why' }),
      ),
    ).toMatchObject({
      reason: 'ClusterFailed',
      message: 'Invalid cluster definition: why',
      holdSeconds: 60,
    });
  });

  it('has a role once it is applied', () => {
    const context = contextOf(offering, { plan: 'small', binding: {} });
    const role = (status_: object) =>
      offering.bindingStatus({
        ...context,
        bindingRes: { secret: live(), role: live(status_) },
      });
    expect(role({}).state).toBe('progressing');
    expect(role({ applied: true, observedGeneration: 2 }).state).toBe('ready');
    expect(role({ applied: true, observedGeneration: 1 }).state).toBe(
      'progressing',
    );
    expect(role({ applied: false, message: 'no such role' })).toMatchObject({
      state: 'failing',
      message: 'no such role',
    });
  });
});
