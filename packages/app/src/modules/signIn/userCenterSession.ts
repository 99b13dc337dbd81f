import type { ConfigApi, IdentityApi } from '@backstage/frontend-plugin-api';
import type { OidcAuthApi } from './oidcAuthApi';

/** Where and how the user center's session is ended. */
export interface UserCenterSignOut {
  endSessionUrl: string;
  clientId: string;
  /** Address of the portal, to return to. */
  returnTo: string;
  language: string;
}

/** Sends a form by the browser, as if a page had it; the page is left. */
export type SendForm = (url: string, fields: Record<string, string>) => void;

export function userCenterSignOut(
  configApi: ConfigApi,
  language: string,
): UserCenterSignOut | undefined {
  const endSessionUrl = configApi.getOptionalString(
    'jimu.userCenter.endSessionUrl',
  );
  if (!endSessionUrl) return undefined;
  const baseUrl = configApi.getString('app.baseUrl').replace(/\/$/, '');
  return {
    endSessionUrl,
    clientId: configApi.getOptionalString('jimu.userCenter.clientId') ?? 'jimu',
    returnTo: `${baseUrl}/`,
    language,
  };
}

/**
 * An identity whose sign-out ends the portal's session and then the user center's. The ID token goes along as a hint, in a
 * form and not in the address: with it the user center need not ask whether the user meant it.
 */
export function endingUserCenterSession(
  identity: IdentityApi,
  authApi: OidcAuthApi,
  signOut: () => UserCenterSignOut | undefined,
  sendForm: SendForm = sendFormByBrowser,
): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      const target = signOut();
      // Without one (session lapsed, user center down) the user center asks; leaving must work all the same.
      const idToken = await authApi
        .getIdToken({ optional: true })
        .catch(() => '');
      await identity.signOut();
      if (!target) return;
      sendForm(target.endSessionUrl, {
        ...(idToken ? { id_token_hint: idToken } : {}),
        client_id: target.clientId,
        post_logout_redirect_uri: target.returnTo,
        ui_locales: target.language,
      });
      // The page is being left; whoever goes on now would only race with that.
      await new Promise<never>(() => {});
    },
  };
}

function sendFormByBrowser(url: string, fields: Record<string, string>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
