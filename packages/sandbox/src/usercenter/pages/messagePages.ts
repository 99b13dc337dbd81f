import { Html, html } from './html';
import { layout, PageContext } from './layout';
import { portalLink } from './signOutPage';
import { Texts, texts } from './texts';

/** What went wrong, in words that the pages have. */
export type ErrorReason = Exclude<
  keyof Texts['error'],
  'title' | 'next' | 'technical'
>;

export interface ErrorPageContent {
  reason: ErrorReason;
  /** The protocol's own words, for whoever set the portal up. */
  technical?: string;
  portal?: string;
}

export function errorPage(
  context: PageContext,
  { reason, technical, portal }: ErrorPageContent,
): Html {
  const text = texts[context.language];
  return layout(
    context,
    text.error.title,
    html`<div class="card">
      <h1>${text.error.title}</h1>
      <p>${text.error[reason]} ${text.error.next}</p>
      ${portalLink(text.toPortal, portal)}
      ${technical
        ? html`<details>
            <summary>${text.error.technical}</summary>
            <p class="quiet">${technical}</p>
          </details>`
        : ''}
    </div>`,
  );
}

/** What `/` shows: what this is and the way to the portal. */
export function homePage(context: PageContext, portal?: string): Html {
  const text = texts[context.language];
  return layout(
    context,
    text.home.title,
    html`<div class="card">
      <h1>${text.home.title}</h1>
      <p class="quiet">${text.home.text}</p>
      ${portalLink(text.toPortal, portal)}
    </div>`,
  );
}
