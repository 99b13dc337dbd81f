import { fillCredentialText, fillUri } from '../model/fillPlaces';
import { contextOf, live } from './__fixtures__/contexts';
import { widget } from './__fixtures__/widget';

const binding = { space: 'shop' };

describe('an offering', () => {
  const offering = widget();

  it('renders values with their types, leaves out what is absent and puts its labels on everything', () => {
    const context = contextOf(offering, { plan: 'large', user: { size: 4 } });
    const [auth, main, extra] = offering.render(context);
    const { id, name, namespace } = context.instance;
    const labels = {
      'app.kubernetes.io/managed-by': 'jimu',
      'jimu.dev/instance-id': id,
      'jimu.dev/tenant': 'shop',
      'jimu.dev/environment': 'dev',
      'jimu.dev/offering': 'widget',
    };
    expect(main).toEqual({
      id: 'widget',
      primary: true,
      generated: [],
      object: {
        apiVersion: 'example.org/v1',
        kind: 'Widget',
        metadata: { name, namespace, labels: { kept: 'yes', ...labels } },
        spec: {
          size: 4,
          kinds: ['slow'],
          image: 'widget:2',
          note: 'size 4 of large, ${literally}',
          users: [],
        },
      },
    });
    expect(auth.object.data).toEqual({ username: 'YWRtaW4=' });
    expect(auth.object).not.toHaveProperty('stringData');
    expect(auth.generated).toEqual([
      { key: 'password', length: 20, charset: 'alnum' },
    ]);
    expect(extra.object.metadata.labels).toEqual(labels);
  });

  it('renders an optional value when it is there, and the plan and version at hand', () => {
    const context = contextOf(offering, {
      plan: 'small',
      version: '1',
      user: { color: "red' || true", fast: true },
    });
    const rendered = offering.render(context);
    expect(rendered.map(({ id }) => id)).toEqual(['auth', 'widget']);
    expect(rendered[1].object.spec).toMatchObject({
      size: 1,
      color: "red' || true",
      kinds: ['fast'],
      image: 'widget:1',
    });
  });

  it('folds live bindings in, and never puts the label of one on the instance', () => {
    const context = contextOf(offering, { plan: 'small', binding });
    const main = offering.render(context)[1].object;
    expect(main.spec).toMatchObject({
      users: [{ name: context.binding!.username }],
    });
    expect(main.metadata.labels).not.toHaveProperty('jimu.dev/binding-id');
    const [user] = offering.renderBinding(context);
    expect(user.object.metadata.labels).toMatchObject({
      'jimu.dev/binding-id': context.binding!.id,
    });
    expect(user.object.metadata.name).toBe(context.binding!.name);
  });

  it('says what to watch, wherever it is included', () => {
    const ids = (plan: string) =>
      offering.observed(contextOf(offering, { plan })).map(({ id }) => id);
    expect(ids('small')).toEqual(['auth', 'widget', 'set']);
    expect(ids('large')).toEqual(['auth', 'widget', 'extra', 'set']);
  });

  it('judges its status from live objects', () => {
    const status = (res: Record<string, ReturnType<typeof live>>) =>
      offering.status(contextOf(offering, { plan: 'small', res }));
    expect(status({})).toMatchObject({
      state: 'progressing',
      message: expect.stringContaining('Waiting for Widget'),
    });
    expect(status({ widget: live() })).toEqual({
      state: 'progressing',
      message: '0 of 1',
      warnings: [],
    });
    const set = live({ readyReplicas: 1 });
    const ready = live({ phase: 'Ready', warnings: ['old', 7] });
    expect(status({ widget: ready, set })).toEqual({
      state: 'ready',
      warnings: ['old'],
    });
    expect(
      status({ widget: live({ phase: 'Failed', reason: 'no disk' }) }),
    ).toEqual({
      state: 'failing',
      reason: 'Failed',
      message: 'no disk',
      holdSeconds: 120,
      warnings: [],
    });
    const leaving = live({ phase: 'Ready' });
    leaving.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    expect(status({ widget: leaving, set })).toMatchObject({
      state: 'progressing',
      message: expect.stringContaining('being deleted'),
    });
  });

  it('takes what it cannot judge for not ready, and says so', () => {
    const status = (widgetStatus: unknown) =>
      offering.status(
        contextOf(offering, {
          plan: 'small',
          res: { widget: live(widgetStatus) },
        }),
      );
    for (const odd of ['text', 7, ['list'], { phase: { a: 1 } }, null]) {
      expect(status(odd).state).toBe('progressing');
    }
    const failed = status({ phase: 'Failed' });
    expect(failed).toMatchObject({ state: 'failing', message: 'Failed' });
    expect(status({ constructor: 1, phase: 'Ready' }).state).toBe(
      'progressing',
    );
  });

  it('says which rule it could not judge', () => {
    const conditioned = widget(({ spec }) => {
      spec.status.ready =
        "res.?widget.?status.?conditions.orValue([]).exists(c, c.type == 'Ready')";
    });
    for (const conditions of ['text', 7, [1], [{}], { a: 1 }]) {
      const res = { widget: live({ conditions }) };
      const outcome = conditioned.status(
        contextOf(conditioned, { plan: 'small', res }),
      );
      expect(outcome).toEqual({
        state: 'progressing',
        message: '0 of 1',
        warnings: [expect.stringContaining('spec.status.ready: ')],
      });
    }
  });

  it('gives endpoints once they are known', () => {
    const endpoints = (code?: string) =>
      offering.endpoints(
        contextOf(offering, {
          plan: 'large',
          res: { widget: live({ ...(code && { code }) }) },
        }),
      );
    expect(endpoints()).toHaveLength(1);
    expect(endpoints('abc')[1]).toEqual({
      name: 'late',
      host: 'abc',
      port: 3,
    });
  });

  it('describes credentials without knowing a secret', () => {
    const context = contextOf(offering, { plan: 'small', binding });
    const { username } = context.binding!;
    const { name } = context.instance;
    const plan = offering.credentials(context);
    const password = { name: `${name}-auth`, key: 'password' };
    expect(plan.external).toBeUndefined();
    expect(plan.fields.slice(1)).toEqual([
      { key: 'port', secret: false, value: '80' },
      { key: 'username', secret: false, value: username },
      { key: 'password', secret: true, secretRef: password },
      {
        key: 'line',
        secret: true,
        template: `user={{${username}}} password={password}`,
        secretRefs: { password },
      },
    ]);
    expect(plan.uri).toEqual({
      template: `widget://${username}:{password}@{host}:{port}/shop`,
      host: `${name}.shop-dev-svc.svc`,
      port: 80,
      secretRefs: { password },
    });
    const secrets = { password: 'p@ss/{word}' };
    const line = plan.fields[4] as { template: string };
    expect(fillCredentialText(line.template, secrets)).toBe(
      `user={${username}} password=p@ss/{word}`,
    );
    expect(
      fillUri(plan.uri!.template, { host: '127.0.0.1', port: 30080 }, secrets),
    ).toBe(`widget://${username}:p%40ss%2F%7Bword%7D@127.0.0.1:30080/shop`);
  });

  it('names the Service to the outside only where instances are exposed', () => {
    const { external } = offering.credentials(
      contextOf(offering, {
        plan: 'small',
        binding,
        instance: { exposure: 'nodePort' },
      }),
    );
    expect(external).toEqual({
      service: expect.stringMatching(/-ext$/),
      port: 80,
    });
  });

  it('revokes an account with a Job that carries the labels of its binding', () => {
    const context = contextOf(offering, { plan: 'small', binding });
    const { object } = offering.revocation(context)!;
    expect(object.metadata).toMatchObject({
      name: `${context.binding!.name}-drop`,
      namespace: 'shop-dev-svc',
      labels: { 'jimu.dev/binding-id': context.binding!.id },
    });
    expect(object.spec).toEqual({ account: context.binding!.username });
  });

  it('deletes in order, also what is not rendered at present, and keeps volumes where the environment says so', () => {
    const steps = (deletionPolicy: 'delete' | 'retain') => {
      const context = contextOf(offering, {
        plan: 'small',
        instance: { deletionPolicy },
      });
      return {
        order: offering.deletion(context),
        leftovers: offering.leftovers(context),
      };
    };
    const { order, leftovers } = steps('delete');
    expect(
      order.map(step => ('ref' in step ? step.ref.id : step.kind)),
    ).toEqual(['bindings', 'extra', 'widget', 'auth']);
    expect(order.some(step => 'orphan' in step)).toBe(false);
    expect(leftovers).toMatchObject([
      {
        kind: 'selected',
        objectKind: 'PersistentVolumeClaim',
        labels: { app: expect.stringMatching(/^cart-/) },
      },
      { kind: 'object', ref: { kind: 'Secret' } },
    ]);
    const retained = steps('retain');
    expect(retained.order[2]).toMatchObject({ kind: 'object', orphan: true });
    expect(retained.leftovers).toHaveLength(1);
  });

  it('computes price and consumption', () => {
    expect(offering.price('small', { size: 1, storage: '5Gi' })).toEqual({
      amount: 15,
      currency: 'CNY',
      per: 'month',
    });
    expect(offering.price('large', { size: 4, storage: '2Gi' }).amount).toBe(
      50,
    );
    expect(
      offering.consumption('large', { size: 4, storage: '1.5Gi' }),
    ).toEqual({
      cpu: 0.4,
      memory: 256 * 1024 ** 2,
      storage: 1.5 * 1024 ** 3,
      volumes: 1,
    });
  });

  it('shows in a plan what one may set there, and no more', () => {
    expect(offering.planSchema('small')).toMatchObject({
      properties: { storage: { default: '1Gi' } },
    });
    expect(offering.planSchema('small').properties).not.toHaveProperty('size');
    expect(offering.planSchema('large').properties).toMatchObject({
      size: { minimum: 3, maximum: 5, default: 3 },
      storage: { default: '2Gi', 'x-minimum': '1Gi' },
    });
  });

  it('refuses a plan that it does not have by name', () => {
    expect(() => offering.planSchema('huge')).toThrow(
      'There is no plan "huge"; choose one of small, large',
    );
  });
});
