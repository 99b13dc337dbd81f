import { chooseLanguage } from './language';

describe('chooseLanguage', () => {
  it.each([
    [{}, 'en'],
    [{ acceptLanguage: 'fr, zh-TW;q=0.5, en;q=0.4' }, 'zh'],
    [{ acceptLanguage: 'en;q=0.3,zh;q=0.9' }, 'zh'],
    [{ acceptLanguage: 'zh;q=0, en' }, 'en'],
    [{ acceptLanguage: 'de, fr' }, 'en'],
    [{ acceptLanguage: ';;,q=,*' }, 'en'],
    [{ uiLocales: 'fr zh-CN', acceptLanguage: 'en' }, 'zh'],
    [{ cookie: 'en', uiLocales: 'zh' }, 'en'],
    [{ query: 'zh', cookie: 'en' }, 'zh'],
    [{ query: '../x', cookie: 'zh' }, 'zh'],
  ] as const)('of %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language);
  });
});
