import { Html, html } from './html';
import { layout, PageContext } from './layout';
import { texts } from './texts';

export interface SignOutPageContent {
  /** The OIDC provider's own form, with its token. */
  form: string;
  formId: string;
  displayName: string;
  /** The portal proved that it asks for this person: no question, the form is sent at once. */
  asked: boolean;
}

/** Asks whether to end the session, or ends it at once. */
export function signOutPage(
  context: PageContext,
  { form, formId, displayName, asked }: SignOutPageContent,
): Html {
  const text = texts[context.language].signOut;
  return layout(
    context,
    text.title,
    html`<div class="card">
      <h1>${asked ? text.leaving : text.title}</h1>
      ${asked ? '' : html`<p>${text.question(displayName)}</p>`}
      ${new Html(form)}
      <button
        type="submit"
        form="${formId}"
        name="logout"
        value="yes"
        autofocus
      >
        ${asked ? text.continue : text.confirm}
      </button>
      ${asked
        ? ''
        : html`<button class="plain" type="submit" form="${formId}">
            ${text.stay}
          </button>`}
    </div>`,
    asked,
  );
}

/** Shown after the session has ended when there is nowhere to go back to. */
export function signedOutPage(context: PageContext, portal?: string): Html {
  const text = texts[context.language];
  return layout(
    context,
    text.signOut.done,
    html`<div class="card">
      <h1>${text.signOut.done}</h1>
      <p class="quiet">${text.signOut.doneText}</p>
      ${portalLink(text.toPortal, portal)}
    </div>`,
  );
}

export function portalLink(label: string, portal?: string): Html | string {
  return portal ? html`<a class="button" href="${portal}">${label}</a>` : '';
}
