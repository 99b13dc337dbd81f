import { OAuth2 } from '@backstage/core-app-api';
import {
  ApiBlueprint,
  appLanguageApiRef,
  BackstageIdentityApi,
  configApiRef,
  createApiRef,
  discoveryApiRef,
  OAuthApi,
  oauthRequestApiRef,
  OpenIdConnectApi,
  ProfileInfoApi,
  SessionApi,
} from '@backstage/frontend-plugin-api';
import { RiShieldUserLine } from '@remixicon/react';

/** The portal's session with the user center. */
export type OidcAuthApi = OAuthApi &
  OpenIdConnectApi &
  ProfileInfoApi &
  BackstageIdentityApi &
  SessionApi;

export const oidcAuthApiRef = createApiRef<OidcAuthApi>({ id: 'auth.oidc' });

/** Shown when a session has ended; the API takes no translations. */
const PROVIDER_TITLE: Record<string, string> = {
  en: 'User center',
  zh: '用户中心',
};

export const oidcAuthApi = ApiBlueprint.make({
  name: 'oidc-auth',
  params: defineParams =>
    defineParams({
      api: oidcAuthApiRef,
      deps: {
        configApi: configApiRef,
        discoveryApi: discoveryApiRef,
        languageApi: appLanguageApiRef,
        oauthRequestApi: oauthRequestApiRef,
      },
      factory: ({ configApi, discoveryApi, languageApi, oauthRequestApi }) =>
        OAuth2.create({
          configApi,
          discoveryApi,
          oauthRequestApi,
          environment: configApi.getOptionalString('auth.environment'),
          provider: {
            id: 'oidc',
            title:
              PROVIDER_TITLE[languageApi.getLanguage().language] ??
              PROVIDER_TITLE.en,
            icon: () => <RiShieldUserLine />,
          },
          defaultScopes: ['openid', 'profile', 'email'],
        }),
    }),
});
