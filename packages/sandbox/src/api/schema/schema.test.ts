import * as fc from 'fast-check';
import { unrunnableRules, checkRules } from './celRules';
import { quantityInNano } from './quantities';
import type { Schema } from './Schema';
import { validateValue } from './validateValue';

describe('quantities', () => {
  it.each([
    ['1', 1n],
    ['1.5Gi', 1610612736n],
    ['3.2Ti', 3518437208883n + 1n],
    ['1e3', 1000n],
    ['1E3', 1000n],
    ['2k', 2000n],
    ['-1', -1n],
    ['1Ei', 1152921504606846976n],
  ])('%s', (text, whole) => {
    const nano = quantityInNano(text)!;
    const rounded =
      nano > 0n
        ? (nano + 999_999_999n) / 1_000_000_000n
        : nano / 1_000_000_000n;
    expect(rounded).toBe(whole);
  });

  it('reads small ones exactly', () => {
    expect(quantityInNano('100m')).toBe(100_000_000n);
    expect(quantityInNano('1u')).toBe(1000n);
    expect(quantityInNano('.5')).toBe(500_000_000n);
  });

  it.each(['', 'x', '1e3Ki', '1.2.3', '1 Gi', '1gi', '1e999'])(
    'not %s',
    text => {
      expect(quantityInNano(text)).toBeUndefined();
    },
  );

  it('orders as numbers do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), n => {
        expect(quantityInNano(`${n}Ki`)).toBe(quantityInNano(`${n * 1024}`));
        expect(quantityInNano(`${n}m`)! * 1000n).toBe(quantityInNano(`${n}`));
      }),
    );
  });
});

describe('schemas', () => {
  const problems = (schema: Schema, value: unknown) =>
    validateValue(schema, value, 'f', false).map(c => c.message);

  it.each<[Schema, unknown, boolean]>([
    [{ type: 'string', minLength: 1 }, '', false],
    [{ type: 'string', format: 'date-time' }, '2026-01-01T00:00:00Z', true],
    [{ type: 'string', format: 'date-time' }, 'yesterday', false],
    [{ type: 'string', pattern: '^\\p{L}+$' }, 'ü', true],
    [{ type: 'string', pattern: '(?P<go>x)' }, 'anything', true],
    [{ type: 'integer' }, 1.5, false],
    [{ type: 'number' }, 1.5, true],
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1, false],
    [{ type: 'number', maximum: 1, exclusiveMaximum: true }, 1, false],
    [{ type: 'number', multipleOf: 2 }, 3, false],
    [{ type: 'array', minItems: 1, items: { type: 'string' } }, [], false],
    [{ type: 'array', items: { type: 'string' } }, [1], false],
    [{ type: 'array', 'x-kubernetes-list-type': 'set' }, ['a', 'a'], false],
    [{ type: 'object', minProperties: 1 }, {}, false],
    [{ type: 'object', maxProperties: 1 }, { a: 1, b: 2 }, false],
    [
      { type: 'object', additionalProperties: { type: 'integer' } },
      { a: 'x' },
      false,
    ],
    [{ type: 'object', nullable: true }, null, true],
    [{ type: 'object' }, null, false],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, true, false],
    [
      { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      { a: 1, b: 1 },
      false,
    ],
    [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1 }, true],
    [{ not: { required: ['a'] } }, { a: 1 }, false],
    [{ allOf: [{ required: ['a'] }] }, {}, false],
  ])('%j accepts %j: %s', (schema, value, valid) => {
    expect(problems(schema, value).length === 0).toBe(valid);
  });
});

describe('rules in CEL', () => {
  const holds = (
    rule: string,
    self: unknown,
    old?: unknown,
    schema: Schema = {},
  ) =>
    checkRules(
      { ...schema, 'x-kubernetes-validations': [{ rule }] },
      self,
      old,
      'f',
      false,
    ).length === 0;

  it.each([
    ["self.all(x, x.startsWith('a'))", ['ab', 'b'], false],
    ['self.size() <= 2', [1, 2], true],
    ['has(self.a) && self.a * 2 == 4', { a: 2 }, true],
    ["!('*' in self && self.size() > 1)", ['*', 'x'], false],
    ["quantity(self).isGreaterThan(quantity('1Gi'))", '2Gi', true],
    [
      "isQuantity(self) && quantity(self).compareTo(quantity('1Gi')) == 0",
      '1Gi',
      true,
    ],
    ['self.all(h, !isIP(h))', ['10.0.0.1'], false],
    ["self.matches('^[a-z]+$')", 'ABC', false],
  ])('%s on %j: %s', (rule, self, expected) => {
    expect(holds(rule, self)).toBe(expected);
  });

  it('compare with the value before, where there was one', () => {
    expect(holds('self == oldSelf', 1, 2)).toBe(false);
    expect(holds('self == oldSelf', 1)).toBe(true);
  });

  it('are counted when they cannot be run', () => {
    const before = unrunnableRules();
    expect(holds('self.unheardOf(1)', 'x')).toBe(true);
    expect(holds('this is no rule', 'x')).toBe(true);
    expect(unrunnableRules()).toBe(before + 2);
  });
});
