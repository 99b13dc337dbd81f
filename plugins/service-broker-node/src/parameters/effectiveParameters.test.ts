import fc from 'fast-check';
import type { JsonObject, JsonValue } from '@backstage/types';
import { contextOf } from '../tests/__fixtures__/contexts';
import { widget } from '../tests/__fixtures__/widget';

const offering = widget();
const check = (plan: string, user: unknown) =>
  offering.effectiveParameters(plan, user as JsonObject);

describe('effectiveParameters', () => {
  it('lays the user over the plan over the schema, and what is fixed on top', () => {
    expect(check('small', {})).toEqual({
      parameters: { fast: false, size: 1, storage: '1Gi' },
      problems: [],
    });
    expect(check('large', { size: 5, color: 'red' })).toEqual({
      parameters: { color: 'red', fast: false, size: 5, storage: '2Gi' },
      problems: [],
    });
    expect(check('small', { size: 1 }).problems).toEqual([]);
  });

  it.each<[string, JsonObject, string, string, object?]>([
    ['small', { size: 2 }, 'size', 'fixed-by-plan', { value: '1' }],
    ['large', { size: 2 }, 'size', 'minimum', { minimum: 3 }],
    ['large', { size: 6 }, 'size', 'maximum', { maximum: 5 }],
    ['large', { size: 3.5 }, 'size', 'type', { type: 'integer' }],
    ['large', { size: '3' }, 'size', 'type', { type: 'integer' }],
    ['large', { size: 1e300 }, 'size', 'type'],
    ['small', { storage: '512Mi' }, 'storage', 'minimum', { minimum: '1Gi' }],
    ['small', { storage: '11Gi' }, 'storage', 'maximum', { maximum: '10Gi' }],
    ['small', { storage: '2 Gi' }, 'storage', 'quantity'],
    ['small', { storage: '1500000000.5' }, 'storage', 'quantity'],
    ['small', { storage: '-2Gi' }, 'storage', 'quantity'],
    ['small', { storage: 2 }, 'storage', 'type'],
    ['small', { storage: null as unknown as JsonValue }, 'storage', 'type'],
    ['small', { storage: ['2Gi'] }, 'storage', 'type'],
    ['small', { fast: 'true' }, 'fast', 'type'],
    ['small', { color: 'a\u0000b' }, 'color', 'control-character'],
    ['small', { color: 'x'.repeat(2000) }, 'color', 'max-length'],
    ['small', { colour: 'red' }, 'colour', 'unknown-field'],
    ['small', { constructor: {} }, 'constructor', 'unknown-field'],
    ['small', { toString: 'x' }, 'toString', 'unknown-field'],
  ])('refuses, in plan %s, %j', (plan, user, name, code, params = {}) => {
    const { parameters, problems } = check(plan, user);
    expect(parameters).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        code,
        field: `parameters.${name}`,
        message: expect.any(String),
      }),
    ]);
    expect(problems[0].params ?? {}).toMatchObject(params);
  });

  it('tells all that is wrong at once', () => {
    const { problems } = check('large', { size: 9, storage: 'much', no: 1 });
    expect(problems.map(({ field }) => field)).toEqual([
      'parameters.size',
      'parameters.storage',
      'parameters.no',
    ]);
  });

  it.each([null, 'text', 7, [], [{}], true].filter(x => x !== undefined))(
    'refuses %j in place of parameters',
    user => {
      expect(check('small', user).problems).toMatchObject([
        { code: 'type', field: 'parameters' },
      ]);
    },
  );

  it('is not fooled by __proto__', () => {
    const user = JSON.parse('{"__proto__": {"size": 5}}');
    expect(check('large', user).problems).toMatchObject([
      { code: 'unknown-field', field: 'parameters.__proto__' },
    ]);
    expect(({} as { size?: number }).size).toBeUndefined();
  });

  it('shortens the name of a field that it does not know', () => {
    const [problem] = check('small', { ['x'.repeat(5000)]: 1 }).problems;
    expect(JSON.stringify(problem).length).toBeLessThan(400);
  });

  it('says what is required, with the way out', () => {
    expect(offering.bindingParameters({}).problems).toMatchObject([
      { code: 'required', field: 'parameters.space' },
    ]);
    expect(offering.bindingParameters({ space: "a'; --" }).problems).toEqual([
      {
        code: 'pattern',
        field: 'parameters.space',
        message: 'must match ^[a-z]+$, for example shop',
        params: { pattern: '^[a-z]+$', example: 'shop' },
      },
    ]);
  });

  it('refuses a reserved word', () => {
    const reserving = widget(({ spec }) => {
      spec.parameters.properties.color.not = { enum: ['order'] };
    });
    const { problems } = reserving.effectiveParameters('small', {
      color: 'order',
    });
    expect(problems).toMatchObject([{ code: 'reserved' }]);
  });

  it('either gives parameters that can be rendered or says what is wrong', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('2Gi', 3, true));
    const name = fc.oneof(
      fc.constantFrom('size', 'storage', 'color', 'fast'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('small', 'large'),
        fc.dictionary(name, value, { maxKeys: 5 }),
        (plan, user) => {
          const { parameters, problems } = check(plan, user);
          expect(parameters === undefined).toBe(problems.length > 0);
          if (!parameters) return;
          const context = contextOf(offering, {
            plan,
            user: user as JsonObject,
          });
          expect(offering.render(context)[1].object.spec).toMatchObject({
            size: parameters.size,
          });
          expect(offering.price(plan, parameters).amount).toBeGreaterThan(0);
          expect(check(plan, parameters).parameters).toEqual(parameters);
        },
      ),
    );
  });
});

describe('checkName', () => {
  it.each([
    ['cart', undefined],
    ['a', undefined],
    ['a'.repeat(24), undefined],
    ['', 'required'],
    ['a'.repeat(25), 'name-too-long'],
    ['Cart', 'name-pattern'],
    ['1cart', 'name-pattern'],
    ['cart-', 'name-pattern'],
    ['-cart', 'name-pattern'],
    ['ca rt', 'name-pattern'],
    ['cart\n', 'name-pattern'],
    ['购物车', 'name-pattern'],
    ['../etc', 'name-pattern'],
    ['${params}', 'name-pattern'],
    [{} as unknown as string, 'type'],
    [undefined as unknown as string, 'type'],
  ])('judges %j', (name, code) => {
    const problems = offering.checkName(name);
    expect(problems.map(problem => problem.code)).toEqual(code ? [code] : []);
    expect(problems.every(({ field }) => field === 'name')).toBe(true);
  });
});
