import { createHmac, timingSafeEqual } from 'node:crypto';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Accounts } from './Accounts';
import type { SampleAccount } from './organization';
import { errorPage } from './pages/messagePages';
import { SignInRefusal, signInPage } from './pages/signInPage';
import type { SignInThrottle } from './SignInThrottle';
import {
  languageOf,
  Middleware,
  readForm,
  sendPage,
  WebContext,
} from './webContext';

export interface SignInParts {
  provider: Provider;
  accounts: Accounts;
  samples: SampleAccount[];
  /** Counts attempts per account. */
  accountThrottle: SignInThrottle;
  /** Counts attempts per address. */
  addressThrottle: SignInThrottle;
  formKey: string;
  /** Way out of an error: the portal. */
  portal?: string;
  log(message: string): void;
}

const STATUS_OF_REFUSAL = { missing: 400, refused: 403, throttled: 429 };

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The sign-in page and its form, at `/interaction/<uid>`. */
export function signInRoutes(parts: SignInParts): Middleware {
  return async (ctx, next) => {
    const uid = /^\/interaction\/([\w-]+)$/.exec(ctx.path)?.[1];
    if (!uid || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    try {
      const interaction = await findInteraction(parts.provider, ctx, uid);
      if (ctx.method === 'POST') await submit(parts, ctx, interaction);
      else showForm(parts, ctx, interaction);
    } catch (error) {
      refuseRequest(parts, ctx, error);
    }
  };
}

/** The sign-in that this browser began; its cookie is bound to the path and signed. */
async function findInteraction(
  provider: Provider,
  ctx: WebContext,
  uid: string,
): Promise<Interaction> {
  const interaction = await provider.interactionDetails(ctx.req, ctx.res);
  if (interaction.uid !== uid) {
    throw new errors.SessionNotFound('the interaction is another one');
  }
  return interaction;
}

function showForm(
  { samples, formKey }: SignInParts,
  ctx: WebContext,
  interaction: Interaction,
  outcome: { refusal?: SignInRefusal; username?: string } = {},
): void {
  const language = languageOf(ctx, interaction.params.ui_locales);
  const status = outcome.refusal
    ? STATUS_OF_REFUSAL[outcome.refusal.reason]
    : 200;
  const page = signInPage(
    { language, path: ctx.path },
    {
      ...outcome,
      action: ctx.path,
      formToken: formToken(formKey, interaction.uid),
      samples,
    },
  );
  sendPage(ctx, page, status);
}

async function submit(
  parts: SignInParts,
  ctx: WebContext,
  interaction: Interaction,
): Promise<void> {
  const form = await readForm(ctx.req);
  if (isForged(ctx, form, parts.formKey, interaction.uid)) {
    const page = errorPage(
      { language: languageOf(ctx) },
      { reason: 'forged', portal: parts.portal },
    );
    sendPage(ctx, page, 403);
    return;
  }
  if (form.has('cancel')) {
    await finish(parts.provider, ctx, {
      error: 'access_denied',
      error_description: 'sign-in was cancelled',
    });
    return;
  }
  const username = (form.get('username') ?? '').trim().slice(0, 254);
  const outcome = await attempt(parts, ctx, username, form.get('password'));
  if ('refusal' in outcome) {
    if (outcome.refusal.reason === 'throttled') {
      ctx.set('Retry-After', String(outcome.refusal.seconds));
    }
    showForm(parts, ctx, interaction, { ...outcome, username });
    return;
  }
  await finish(parts.provider, ctx, {
    login: { accountId: outcome.username, amr: ['pwd'] },
  });
}

async function attempt(
  { accounts, accountThrottle, addressThrottle, log }: SignInParts,
  ctx: WebContext,
  login: string,
  password: string | null,
): Promise<{ username: string } | { refusal: SignInRefusal }> {
  if (!login || !password) return { refusal: { reason: 'missing' } };
  const name = accounts.canonicalName(login);
  const waitMs = Math.max(
    accountThrottle.begin(name),
    addressThrottle.begin(ctx.ip),
  );
  // Names that are nobody's are not logged: they may be a password typed in the wrong field.
  const known = accounts.find(name) ? name : 'an unknown name';
  if (waitMs > 0) {
    log(`Too many sign-in attempts for ${known}`);
    return {
      refusal: { reason: 'throttled', seconds: Math.ceil(waitMs / 1000) },
    };
  }
  const person = await accounts.authenticate(login, password);
  if (!person) {
    log(`Refused a sign-in as ${known}`);
    return { refusal: { reason: 'refused' } };
  }
  accountThrottle.takeBack(name);
  addressThrottle.takeBack(ctx.ip);
  log(`${person.username} signed in`);
  return { username: person.username };
}

async function finish(
  provider: Provider,
  ctx: WebContext,
  result: Parameters<Provider['interactionResult']>[2],
): Promise<void> {
  const returnTo = await provider.interactionResult(ctx.req, ctx.res, result, {
    mergeWithLastSubmission: false,
  });
  ctx.redirect(returnTo);
  ctx.status = 303;
}

function formToken(key: string, uid: string): string {
  return createHmac('sha256', key).update(uid).digest('base64url');
}

function isForged(
  ctx: WebContext,
  form: URLSearchParams,
  key: string,
  uid: string,
): boolean {
  const site = ctx.get('sec-fetch-site');
  if (site && site !== 'same-origin') return true;
  const sent = Buffer.from(form.get('token') ?? '');
  const expected = Buffer.from(formToken(key, uid));
  return sent.length !== expected.length || !timingSafeEqual(sent, expected);
}

function refuseRequest(
  { portal }: SignInParts,
  ctx: WebContext,
  error: unknown,
): void {
  const language = languageOf(ctx);
  if (error instanceof errors.SessionNotFound) {
    const page = errorPage({ language }, { reason: 'expired', portal });
    sendPage(ctx, page, 400);
  } else {
    throw error;
  }
}
