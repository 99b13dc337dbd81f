import type { SampleAccount } from '../organization';
import { Html, html } from './html';
import { layout, PageContext } from './layout';
import { texts } from './texts';

/** Why the last attempt was refused. Says nothing about whether the account exists. */
export type SignInRefusal =
  | { reason: 'refused' }
  | { reason: 'missing' }
  | { reason: 'throttled'; seconds: number };

export interface SignInPageContent {
  /** Where the form is sent to. */
  action: string;
  formToken: string;
  /** What was typed before; never the password. */
  username?: string;
  refusal?: SignInRefusal;
  samples: SampleAccount[];
}

export function signInPage(
  context: PageContext,
  content: SignInPageContent,
): Html {
  const text = texts[context.language].signIn;
  const { refusal, username } = content;
  const invalid = refusal
    ? html`aria-invalid="true" aria-describedby="refusal"`
    : '';
  const autofocus = html`autofocus`;
  return layout(
    context,
    text.title,
    html`<div class="card">
        <h1>${text.title}</h1>
        <p class="quiet">${text.intro}</p>
        ${refusal
          ? html`<p class="alert" id="refusal" role="alert">
              ${refusalText(refusal, text)}
            </p>`
          : ''}
        <form method="post" action="${content.action}">
          <input type="hidden" name="token" value="${content.formToken}" />
          <label for="username">${text.username}</label>
          <input
            id="username"
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            maxlength="254"
            required
            value="${username ?? ''}"
            ${invalid}
            ${username ? '' : autofocus}
          />
          <label for="password">${text.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            maxlength="1024"
            required
            ${invalid}
            ${username ? autofocus : ''}
          />
          <button class="submit" type="submit">${text.submit}</button>
          <button
            class="plain"
            name="cancel"
            value="yes"
            type="submit"
            formnovalidate
          >
            ${text.cancel}
          </button>
        </form>
      </div>
      ${sampleHint(content.samples, text)}`,
  );
}

type SignInTexts = (typeof texts)['en']['signIn'];

function refusalText(refusal: SignInRefusal, text: SignInTexts): string {
  return refusal.reason === 'throttled'
    ? text.throttled(refusal.seconds)
    : text[refusal.reason];
}

function sampleHint(samples: SampleAccount[], text: SignInTexts): Html {
  return html`<details>
    <summary>${text.samples}</summary>
    <div
      class="samples"
      tabindex="0"
      role="region"
      aria-label="${text.samples}"
    >
      <table>
        <thead>
          <tr>
            <th scope="col">${text.samplesUser}</th>
            <th scope="col">${text.samplesPassword}</th>
            <th scope="col">${text.samplesRole}</th>
          </tr>
        </thead>
        <tbody>
          ${samples.map(
            ({ username, password, displayName, description }) => html`<tr>
              <td><code>${username}</code></td>
              <td><code>${password}</code></td>
              <td>${displayName}<br />${description}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
