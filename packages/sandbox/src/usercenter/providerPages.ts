import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from './Accounts';
import type { ProviderPages } from './oidcConfiguration';
import { ErrorReason, errorPage } from './pages/messagePages';
import { signedOutPage, signOutPage } from './pages/signOutPage';
import { languageOf, sendPage } from './webContext';

/** Id that the OIDC provider gives to the form of its sign-out request. */
const SIGN_OUT_FORM = 'op.logoutForm';

const REASONS: Record<string, ErrorReason> = {
  server_error: 'internal',
};

/** Draws what the OIDC provider shows by itself: signing out and errors. */
export function providerPages(
  accounts: Accounts,
  portal?: string,
): ProviderPages {
  const contextOf = (ctx: KoaContextWithOIDC) => ({
    language: languageOf(ctx, ctx.oidc?.params?.ui_locales),
  });
  return {
    signOut: async (ctx, form) => {
      const accountId = ctx.oidc.session?.accountId ?? '';
      const hinted = ctx.oidc.entities.IdTokenHint?.payload.sub;
      const page = signOutPage(contextOf(ctx), {
        form,
        formId: SIGN_OUT_FORM,
        displayName: accounts.find(accountId)?.displayName ?? accountId,
        // Whoever holds the session's own ID token speaks for the person; anybody else could only be a link.
        asked: hinted === accountId,
      });
      sendPage(ctx, page, 200);
    },
    signedOut: async ctx => {
      sendPage(ctx, signedOutPage(contextOf(ctx), portal), 200);
    },
    error: async (ctx, { error, error_description }) => {
      const page = errorPage(contextOf(ctx), {
        reason: ctx.status === 404 ? 'notFound' : REASONS[error] ?? 'refused',
        technical: [error, error_description].filter(Boolean).join(': '),
        portal,
      });
      sendPage(ctx, page, ctx.status);
    },
  };
}
