import { formatsFor } from './formats';

const en = formatsFor('en');
const zh = formatsFor('zh');
const GI = 1024 ** 3;

describe('formats', () => {
  it('write money in the language of the viewer', () => {
    const price = { amount: 1234.5, currency: 'CNY', per: 'month' } as const;
    expect(en.money(price)).toBe('¥1,234.50');
    expect(zh.money(price)).toBe('¥1,234.50');
    expect(zh.money({ ...price, amount: 120 })).toBe('¥120');
  });

  it('write sizes in binary units', () => {
    expect(en.bytes(10 * GI)).toBe('10 GiB');
    expect(zh.bytes(GI / 4)).toBe('256 MiB');
    expect(en.bytes(3264 * 1024 * 1024)).toBe('3.19 GiB');
    expect(en.bytes(0)).toBe('0 MiB');
  });

  it('write times relative to now', () => {
    const now = Date.parse('2026-01-02T03:04:05Z');
    expect(en.relative('2026-01-02T03:01:05Z', now)).toBe('3 minutes ago');
    expect(zh.relative('2026-01-02T03:01:05Z', now)).toBe('3分钟前');
    expect(zh.relative('2026-01-01T03:01:05Z', now)).toBe('昨天');
  });

  it('write durations as a clock does', () => {
    expect(en.elapsed(65_000)).toBe('1:05');
    expect(en.elapsed(3_723_000)).toBe('1:02:03');
    expect(en.elapsed(-5)).toBe('0:00');
  });

  it('choose the text of the language', () => {
    expect(zh.text({ en: 'Plan', zh: '规格' })).toBe('规格');
    expect(formatsFor('de').text({ en: 'Plan', zh: '规格' })).toBe('Plan');
  });
});
