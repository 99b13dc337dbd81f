import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from './Accounts';
import type { ArtifactStore } from './ArtifactStore';
import type { Person } from './organization';
import type { UserCenterKeys } from './persistentKeys';

/** The portal's client id at the user center. */
export const CLIENT_ID = 'jimu';

const HOUR = 60 * 60;
const FORTNIGHT = 14 * 24 * HOUR;
const ttl = {
  AccessToken: HOUR,
  AuthorizationCode: 60,
  Grant: FORTNIGHT,
  IdToken: HOUR,
  Interaction: HOUR,
  RefreshToken: FORTNIGHT,
  Session: FORTNIGHT,
};

const SCOPES = 'openid profile email offline_access';

/** The pages that the provider cannot draw itself. */
export interface ProviderPages {
  signOut(ctx: KoaContextWithOIDC, form: string): Promise<void>;
  signedOut(ctx: KoaContextWithOIDC): Promise<void>;
  error(
    ctx: KoaContextWithOIDC,
    out: { error: string; error_description?: string },
  ): Promise<void>;
}

export interface OidcParts {
  accounts: Accounts;
  artifacts: ArtifactStore;
  keys: UserCenterKeys;
  pages: ProviderPages;
  clientSecret: string;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
}

/** How the OIDC provider behaves: one client, no consent, refresh tokens that live as long as the session. */
export function oidcConfiguration(parts: OidcParts): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'Jimu',
        client_secret: parts.clientSecret,
        redirect_uris: parts.redirectUris,
        post_logout_redirect_uris: parts.postLogoutRedirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    scopes: SCOPES.split(' '),
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email', 'email_verified'],
    },
    // The claims stand in the ID token too, as Kubernetes reads a user and groups from nowhere else.
    conformIdTokenClaims: false,
    findAccount: async (_ctx, id) => {
      const person = parts.accounts.find(id);
      return person && { accountId: id, claims: async () => claimsOf(person) };
    },
    loadExistingGrant: grantWithoutQuestion,
    issueRefreshToken: async (_ctx, client) =>
      client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => true,
    // Two tabs may refresh at once with the same token; the client proves itself by its secret.
    rotateRefreshToken: false,
    responseTypes: ['code'],
    adapter: model => parts.artifacts.adapter(model),
    jwks: parts.keys.jwks,
    cookies: {
      keys: parts.keys.cookieKeys,
      // Cookies do not know ports: the portal on the same host must not meet these names.
      names: {
        session: 'jimu_uc_session',
        interaction: 'jimu_uc_interaction',
        resume: 'jimu_uc_resume',
      },
      long: { httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    ttl,
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: parts.pages.signOut,
        postLogoutSuccessSource: parts.pages.signedOut,
      },
      revocation: { enabled: true },
    },
    renderError: parts.pages.error,
  };
}

function claimsOf(person: Person) {
  return {
    sub: person.username,
    preferred_username: person.username,
    name: person.displayName,
    email: person.email,
    email_verified: true,
    groups: person.groups,
  };
}

/** The company's own portal needs nobody's consent. */
async function grantWithoutQuestion({ oidc }: KoaContextWithOIDC) {
  const clientId = oidc.client?.clientId;
  const accountId = oidc.session?.accountId;
  if (!clientId || !accountId) return undefined;
  const { Grant } = oidc.provider;
  const known = oidc.session?.grantIdFor(clientId);
  const grant =
    (known && (await Grant.find(known))) || new Grant({ clientId, accountId });
  grant.addOIDCScope(SCOPES);
  await grant.save();
  return grant;
}
