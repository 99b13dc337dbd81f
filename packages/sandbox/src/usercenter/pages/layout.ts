import type { Language } from '../language';
import { Html, html } from './html';
import { texts } from './texts';

/** What every page needs to know. */
export interface PageContext {
  language: Language;
  /** Path that the language switch leads to. Absent: the page has no switch, as it cannot be asked for twice. */
  path?: string;
}

const htmlLanguage: Record<Language, string> = { en: 'en', zh: 'zh-CN' };

const mark = html`<svg
  viewBox="0 0 24 24"
  width="22"
  height="22"
  aria-hidden="true"
>
  <path d="M12 3 4 7.5 12 12l8-4.5zM4 10.5V17l7 4v-6.6zm16 0V17l-7 4v-6.6z" />
</svg>`;

/** Frames a page's content. `submitsItself`: its only form is sent as soon as it is shown, where scripts run. */
export function layout(
  { language, path }: PageContext,
  title: string,
  content: Html,
  submitsItself = false,
): Html {
  const text = texts[language];
  return html`<!DOCTYPE html>
    <html lang="${htmlLanguage[language]}">
      <head>
        <meta charset="utf-8" />
        <title>${title} · ${text.brand}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        ${submitsItself ? html`<script src="/submit.js" defer></script>` : ''}
      </head>
      <body>
        <header>
          <span class="brand">${mark} ${text.brand}</span>
          ${path === undefined ? '' : languageSwitch(language, path)}
        </header>
        <main>${content}</main>
        <footer>${text.sandbox}</footer>
      </body>
    </html>`;
}

function languageSwitch(current: Language, path: string): Html {
  const link = (language: Language, name: string) =>
    html`<a
      href="${path}?lang=${language}"
      lang="${htmlLanguage[language]}"
      ${language === current ? html`aria-current="true"` : ''}
      >${name}</a
    >`;
  return html`<nav aria-label="${texts[current].languageSwitch}">
    ${link('zh', '中文')} ${link('en', 'English')}
  </nav>`;
}
