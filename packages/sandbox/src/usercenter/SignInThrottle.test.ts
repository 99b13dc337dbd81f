import { SignInThrottle } from './SignInThrottle';

describe('SignInThrottle', () => {
  let now = 0;
  const throttle = () =>
    new SignInThrottle({ attempts: 2, windowMs: 1000 }, () => now);

  beforeEach(() => {
    now = 0;
  });

  it('lets the allowed attempts through and tells the rest how long to wait', () => {
    const t = throttle();
    expect([t.begin('a'), t.begin('a'), t.begin('a')]).toEqual([0, 0, 1000]);
    now = 400;
    expect(t.begin('a')).toBe(600);
    expect(t.begin('b')).toBe(0);
    now = 1000;
    expect(t.begin('a')).toBe(0);
  });

  it('does not count an attempt that was taken back', () => {
    const t = throttle();
    for (let i = 0; i < 5; i++) {
      expect(t.begin('a')).toBe(0);
      t.takeBack('a');
    }
  });

  it('forgets the oldest names rather than growing without end', () => {
    const t = throttle();
    t.begin('first');
    t.begin('first');
    for (let i = 0; i < 9_999; i++) t.begin(`name ${i}`);
    expect(t.begin('first')).toBe(1000);
    t.begin('one more');
    expect(t.begin('first')).toBe(0);
  });
});
