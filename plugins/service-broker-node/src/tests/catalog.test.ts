import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RenderContext } from '../types';
import { catalogFolder, catalogOffering } from './__fixtures__/catalog';
import { contextOf, live } from './__fixtures__/contexts';

const bindings: Record<string, JsonObject[]> = {
  redis: [{}],
  mysql: [{ database: 'shop' }, { database: 'shop', access: 'read' }],
  kafka: [{}, { topicPrefix: 'orders.', access: 'read' }, { access: 'write' }],
  postgresql: [{}, { access: 'read' }],
};
/** What credentials need of the live objects of a binding. */
const bindingRes = {
  user: live({ username: 'cart-user', secret: 'cart-user-secret' }),
};

const names = Object.keys(bindings);

it('has a test for every offering', () => {
  expect(readdirSync(catalogFolder).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', name => {
  const offering = catalogOffering(name);
  const plans = offering.spec.plans.map(plan => plan.name);

  it('has a small and a highly available plan', () => {
    expect(plans).toEqual(expect.arrayContaining(['small', 'ha']));
    const view = offering.spec.plans.map(
      ({ name: plan, highAvailability, recommended }) => ({
        plan,
        highAvailability,
        recommended,
        price: offering.price(
          plan,
          offering.effectiveParameters(plan, {}).parameters!,
        ),
        consumption: offering.consumption(
          plan,
          offering.effectiveParameters(plan, {}).parameters!,
        ),
        schema: offering.planSchema(plan),
      }),
    );
    expect(view).toMatchSnapshot();
  });

  it.each(plans)('renders plan %s', plan => {
    const context = contextOf(offering, { plan });
    expect({
      objects: offering.render(context),
      observed: offering
        .observed(context)
        .map(({ kind, name: object }) => `${kind} ${object}`),
      endpoints: offering.endpoints(context),
      deletion: offering.deletion(context),
      leftovers: offering.leftovers(context),
    }).toMatchSnapshot();
  });

  it.each(plans)('exposes plan %s and keeps its data where asked', plan => {
    const changed = (instance: Partial<RenderContext['instance']>) =>
      offering
        .render(contextOf(offering, { plan, instance }))
        .map(({ object }) => object);
    expect({
      nodePort: changed({ exposure: 'nodePort' }).map(
        ({ kind, metadata }) => `${kind} ${metadata.name}`,
      ),
      loadBalancer: JSON.stringify(
        changed({ exposure: 'loadBalancer' }),
      ).includes('LoadBalancer'),
      retained: offering.leftovers(
        contextOf(offering, { plan, instance: { deletionPolicy: 'retain' } }),
      ),
      retainingDiffers:
        JSON.stringify(changed({ deletionPolicy: 'retain' })) !==
        JSON.stringify(changed({})),
    }).toMatchSnapshot();
  });

  it.each(bindings[name])('renders binding %j', binding => {
    const context = contextOf(offering, {
      plan: 'ha',
      binding,
      bindingRes,
      instance: { exposure: 'nodePort' },
    });
    expect({
      objects: offering.renderBinding(context),
      credentials: offering.credentials(context),
      revocation: offering.revocation(context)?.object,
    }).toMatchSnapshot();
  });

  it('never makes the same object for two instances or two bindings', () => {
    const identity = ({
      object,
    }: {
      object: { kind: string; metadata: { name: string } };
    }) => `${object.kind} ${object.metadata.name}`;
    const of = (instance: string) =>
      offering
        .render(
          contextOf(offering, {
            plan: 'ha',
            instance: { name: instance, exposure: 'nodePort' },
          }),
        )
        .map(identity);
    expect(of('one').filter(object => of('other').includes(object))).toEqual(
      [],
    );
  });

  it('speaks both languages without leftovers of the other', () => {
    const file = parse(
      readFileSync(path.join(catalogFolder, name, 'offering.yaml'), 'utf8'),
    );
    const texts: { en: string; zh: string }[] = [];
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('en' in value && 'zh' in value) texts.push(value as never);
      Object.values(value).forEach(collect);
    };
    collect(file);
    expect(texts.length).toBeGreaterThan(15);
    for (const { en, zh } of texts) {
      expect(en).not.toMatch(/\p{Script=Han}/u);
      expect(zh).toMatch(/\p{Script=Han}|^CPU$/u);
    }
    const { aliases } = offering.spec.display;
    expect(aliases.some(alias => /\p{Script=Han}/u.test(alias))).toBe(true);
    expect(aliases.some(alias => /^[a-z]/.test(alias))).toBe(true);
  });
});

describe('hostile parameters of bindings', () => {
  const hostile = [
    "a'; DROP DATABASE mysql; --",
    '`mysql`',
    'mysql.*',
    '*.*',
    'a b',
    'a\n',
    'A',
    '',
    '${secret("password")}',
    'x'.repeat(65),
    '数据库',
  ];
  it.each([
    ...hostile,
    'mysql',
    'sys',
    'information_schema',
    'order',
    'select',
  ])('MySQL takes no database %j', database => {
    const { parameters, problems } = catalogOffering('mysql').bindingParameters(
      { database },
    );
    expect(parameters).toBeUndefined();
    expect(problems).toMatchObject([{ field: 'parameters.database' }]);
  });

  it.each(['ALL PRIVILEGES', 'SUPER', '', 'read, write', ['read']])(
    'no offering takes the access %j',
    access => {
      for (const name of ['mysql', 'kafka', 'postgresql']) {
        const { problems } = catalogOffering(name).bindingParameters({
          ...(name === 'mysql' && { database: 'shop' }),
          access: access as string,
        });
        expect(problems).toMatchObject([{ field: 'parameters.access' }]);
      }
    },
  );

  it.each(['**', 'a*', '', '.', '-x', 'a b', 'a"', '*\n'])(
    'Kafka takes no topic prefix %j',
    topicPrefix => {
      const { problems } = catalogOffering('kafka').bindingParameters({
        topicPrefix,
      });
      expect(problems).toMatchObject([{ field: 'parameters.topicPrefix' }]);
    },
  );
});
