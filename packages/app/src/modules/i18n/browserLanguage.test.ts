import { browserLanguage } from './browserLanguage';

describe('browserLanguage', () => {
  it.each([
    [['zh-CN', 'en'], 'zh'],
    [['fr', 'EN-us', 'zh'], 'en'],
    [['fr'], undefined],
    [[], undefined],
  ])('of %j is %s', (wished, language) => {
    expect(browserLanguage(wished, ['en', 'zh'])).toBe(language);
  });
});
