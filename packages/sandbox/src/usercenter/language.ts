export type Language = 'en' | 'zh';

/** Remembers the language that was chosen on a page of the user center. */
export const LANGUAGE_COOKIE = 'jimu_uc_language';

/** Where wishes for a language come from; the first that names one of ours wins, then English. */
export interface LanguageWishes {
  /** `lang` in the address: the switch on the page. */
  query?: string;
  cookie?: string;
  /** `ui_locales` of the authorization request: tags separated by spaces, best first. */
  uiLocales?: string;
  acceptLanguage?: string;
}

export function chooseLanguage(wishes: LanguageWishes): Language {
  return (
    asLanguage(wishes.query) ??
    asLanguage(wishes.cookie) ??
    wishes.uiLocales?.split(' ').map(asLanguage).find(Boolean) ??
    acceptedTags(wishes.acceptLanguage).map(asLanguage).find(Boolean) ??
    'en'
  );
}

/** The language of a tag such as `zh-CN`, when it is one of ours. */
export function asLanguage(tag: string | undefined): Language | undefined {
  const [language] = (tag ?? '').toLowerCase().split('-');
  return language === 'en' || language === 'zh' ? language : undefined;
}

function acceptedTags(header: string = ''): string[] {
  return header
    .split(',')
    .map(part => {
      const [tag, ...parameters] = part.trim().split(';');
      const quality = parameters
        .map(parameter => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find(Boolean);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
