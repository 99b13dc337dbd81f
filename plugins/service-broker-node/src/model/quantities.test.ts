import fc from 'fast-check';
import {
  compareQuantities,
  isQuantity,
  parseQuantity,
  quantityToNumber,
} from './quantities';

describe('quantities', () => {
  it.each([
    ['1', 1],
    ['500m', 0.5],
    ['1.5Gi', 1.5 * 1024 ** 3],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1E', 1e18],
    ['2e-3', 0.002],
    ['12Ki', 12 * 1024],
    ['100k', 100_000],
    ['0.1', 0.1],
    ['5.', 5],
    ['-3Mi', -3 * 1024 ** 2],
    ['250u', 0.00025],
    ['7n', 7e-9],
  ])('reads %s', (text, value) => {
    expect(quantityToNumber(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    'Gi',
    '1 Gi',
    '1gi',
    '1KiB',
    '1Mi\n',
    '1e',
    '1e1000',
    '１Gi',
    '0x10',
    'NaN',
    'Infinity',
    '1_000',
    '.5',
    '--1',
    '9'.repeat(40),
    `1${'0'.repeat(10_000)}Gi`,
  ])('refuses %p', text => {
    expect(isQuantity(text)).toBe(false);
    expect(() => quantityToNumber(text)).toThrow(RangeError);
    expect(() => compareQuantities('1', text)).toThrow(RangeError);
  });

  it('rounds what is finer than a nano up, as Kubernetes does', () => {
    expect(parseQuantity('0.1n')).toBe(1n);
  });

  it('orders quantities as their values, whatever their notation', () => {
    const suffixes = ['', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e2'];
    const quantity = fc
      .tuple(fc.nat(1_000_000), fc.constantFrom(...suffixes))
      .map(([number, suffix]) => `${number}${suffix}`);
    fc.assert(
      fc.property(quantity, quantity, quantity, (a, b, c) => {
        expect(Math.sign(compareQuantities(a, b))).toBe(
          -Math.sign(compareQuantities(b, a)) + 0,
        );
        expect(compareQuantities(a, a)).toBe(0);
        const sorted = [a, b, c].sort(compareQuantities);
        const values = sorted.map(quantityToNumber);
        expect(values).toEqual([...values].sort((x, y) => x - y));
        expect(compareQuantities(sorted[0], sorted[2])).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('never throws while it parses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(() => parseQuantity(text)).not.toThrow();
      }),
    );
  });
});
