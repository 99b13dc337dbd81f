import type { ConfigApi, DiscoveryApi } from '@backstage/frontend-plugin-api';

/**
 * Asks the back end to begin a sign-in, without following it. The browser is about to be sent there for good, and a back end
 * that cannot reach the user center would answer it with bare JSON.
 *
 * @throws Error in the back end's words when a sign-in cannot begin.
 */
export async function assertUserCenterReachable(
  configApi: ConfigApi,
  discoveryApi: DiscoveryApi,
): Promise<void> {
  const url = new URL(`${await discoveryApi.getBaseUrl('auth')}/oidc/start`);
  url.search = new URLSearchParams({
    env: configApi.getOptionalString('auth.environment') ?? 'development',
    scope: 'openid profile email',
    origin: window.location.origin,
    flow: 'redirect',
  }).toString();
  const response = await fetch(url, {
    redirect: 'manual',
    credentials: 'include',
  });
  if (response.type === 'opaqueredirect' || response.status < 400) return;
  // A proxy's error page is not JSON; the status then says what there is to say.
  const body = await response.json().catch(() => undefined);
  throw new Error(
    body?.error?.message ?? `The back end answered ${response.status}`,
  );
}
