import { initials } from './initials';

describe('initials', () => {
  it.each([
    ['李娜', '李娜'],
    ['欧阳修远', '修远'],
    ['张敏 (Zhang Min)', '张敏'],
    ['Ada Lovelace', 'AL'],
    ['li.na', 'LN'],
    ['Plato', 'P'],
    ['', ''],
  ])('of %j are %j', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
