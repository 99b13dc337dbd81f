import { UserIdentity } from '@backstage/core-components';
import {
  appLanguageApiRef,
  configApiRef,
  discoveryApiRef,
  IdentityApi,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { oidcAuthApiRef } from './oidcAuthApi';
import { SignInFailure, signInFailure } from './signInFailure';
import { assertUserCenterReachable } from './userCenterReachable';
import {
  endingUserCenterSession,
  userCenterSignOut,
} from './userCenterSession';

export type SignInState =
  /** Is there a session from before? */
  | { state: 'checking' }
  | { state: 'signedOut'; failure?: SignInFailure }
  | { state: 'leaving' };

/**
 * Finds the session that is there, or begins a new one at the user center. A failed sign-in comes back as `?error=`, which is
 * taken out of the address so that a reload does not repeat it.
 */
export function useSignIn(onSuccess: (identity: IdentityApi) => void) {
  const authApi = useApi(oidcAuthApiRef);
  const configApi = useApi(configApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const languageApi = useApi(appLanguageApiRef);
  const [signIn, setSignIn] = useState<SignInState>({ state: 'checking' });
  const begun = useRef(false);

  const authenticate = useCallback(
    async (options: { optional: true } | { instantPopup: true }) => {
      const response = await authApi.getBackstageIdentity(options);
      if (!response) return false;
      const identity = UserIdentity.create({
        identity: response.identity,
        authApi,
        profile: await authApi.getProfile(),
      });
      onSuccess(
        endingUserCenterSession(identity, authApi, () =>
          userCenterSignOut(configApi, languageApi.getLanguage().language),
        ),
      );
      return true;
    },
    [authApi, configApi, languageApi, onSuccess],
  );

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const returned = takeErrorFromAddress();
    if (returned !== undefined) {
      setSignIn({ state: 'signedOut', failure: signInFailure(returned) });
      return;
    }
    authenticate({ optional: true }).then(
      found => found || setSignIn({ state: 'signedOut' }),
      error => setSignIn({ state: 'signedOut', failure: failureOf(error) }),
    );
  }, [authenticate]);

  const begin = useCallback(() => {
    setSignIn({ state: 'leaving' });
    assertUserCenterReachable(configApi, discoveryApi)
      .then(() => authenticate({ instantPopup: true }))
      .then(
        found => found || setSignIn({ state: 'signedOut' }),
        error => setSignIn({ state: 'signedOut', failure: failureOf(error) }),
      );
  }, [authenticate, configApi, discoveryApi]);

  return { signIn, begin };
}

function failureOf(error: unknown): SignInFailure {
  return signInFailure(error instanceof Error ? error.message : String(error));
}

function takeErrorFromAddress(): string | undefined {
  const url = new URL(window.location.href);
  const error = url.searchParams.get('error');
  if (error === null) return undefined;
  url.searchParams.delete('error');
  window.history.replaceState(window.history.state, '', url);
  return error;
}
