import type { IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';
import { asLanguage, chooseLanguage, LANGUAGE_COOKIE } from './language';
import type { Language } from './language';
import type { Html } from './pages/html';

/** A step in answering a request, as the OIDC provider takes them. */
export type Middleware = Parameters<Provider['use']>[0];
/** A request and its answer. */
export type WebContext = Parameters<Middleware>[0];

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const MAX_FORM_BYTES = 8 * 1024;

/** The form that was sent is larger than any of ours. */
export class FormTooLargeError extends Error {}

/** The language to answer in; a choice made on this page (`?lang=`) is remembered. */
export function languageOf(ctx: WebContext, uiLocales?: unknown): Language {
  const query = typeof ctx.query.lang === 'string' ? ctx.query.lang : undefined;
  const chosen = asLanguage(query);
  if (chosen) {
    ctx.cookies.set(LANGUAGE_COOKIE, chosen, {
      signed: false,
      maxAge: YEAR_MS,
      sameSite: 'lax',
    });
  }
  return chooseLanguage({
    query,
    cookie: ctx.cookies.get(LANGUAGE_COOKIE, { signed: false }),
    uiLocales: typeof uiLocales === 'string' ? uiLocales : undefined,
    acceptLanguage: ctx.get('accept-language'),
  });
}

export function sendPage(ctx: WebContext, page: Html, status: number): void {
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = page.markup;
}

/** Reads a form sent as `application/x-www-form-urlencoded`. */
export async function readForm(
  request: IncomingMessage,
): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // What is too much is still read, and dropped: a client that cannot finish sending does not see the answer.
    if (size <= MAX_FORM_BYTES) chunks.push(chunk);
  }
  if (size > MAX_FORM_BYTES) throw new FormTooLargeError();
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
