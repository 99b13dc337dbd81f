import {
  formatQuantity,
  nearestStop,
  parseQuantity,
  sliderStops,
} from './quantity';

const GI = 1024 ** 3;

describe('quantities', () => {
  it.each([
    ['500m', 0.5],
    ['100m', 0.1],
    ['2', 2],
    ['1.5Gi', 1.5 * GI],
    ['256Mi', GI / 4],
    ['1e3', 1000],
    ['1k', 1000],
    [' 10Gi ', 10 * GI],
    ['10gb', undefined],
    ['', undefined],
    ['-', undefined],
    ['1Gi; rm -rf /', undefined],
  ])('reads %p as %p', (text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });

  it.each([
    [10 * GI, 'bytes', '10Gi'],
    [1.5 * GI, 'bytes', '1.5Gi'],
    [GI / 4, 'bytes', '256Mi'],
    [2048 * GI, 'bytes', '2Ti'],
    [1000 * GI, 'bytes', '1000Gi'],
    [0.25, 'cores', '250m'],
    [2, 'cores', '2'],
  ] as const)('writes %p %s as %p', (value, unit, expected) => {
    expect(formatQuantity(value, unit)).toBe(expected);
    expect(parseQuantity(expected)).toBe(value);
  });

  it('offers round stops between the bounds and keeps bounds and default on stops', () => {
    const stops = sliderStops('bytes', GI, 7 * GI, [3 * GI, 99 * GI]);
    expect(stops.map(stop => stop / GI)).toEqual([1, 2, 3, 4, 7]);
    expect(nearestStop(stops, 3.4 * GI)).toBe(2);
    expect(sliderStops('cores', 1, 1)).toEqual([1]);
  });
});
