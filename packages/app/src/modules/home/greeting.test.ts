import { greetingOf } from './greeting';

describe('greetingOf', () => {
  it.each([
    [4, 'evening'],
    [5, 'morning'],
    [11, 'morning'],
    [12, 'day'],
    [17, 'day'],
    [18, 'evening'],
    [0, 'evening'],
  ])('at %i o’clock is %s', (hour, greeting) => {
    expect(greetingOf(new Date(2026, 0, 1, hour, 30))).toBe(greeting);
  });
});
