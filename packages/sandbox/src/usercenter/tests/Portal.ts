import { createRemoteJWKSet, JWTPayload, jwtVerify } from 'jose';
import { Browser, Shown } from './Browser';

export const PORTAL = 'http://localhost:7007';
export const CALLBACK = `${PORTAL}/api/auth/oidc/handler/frame`;
const SCOPE = 'openid profile email';

export interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token: string;
}

/** The portal's side of the sign-in: a confidential client of the user center. */
export class Portal {
  constructor(
    private readonly issuer: string,
    private readonly clientSecret: string,
  ) {}

  signInUrl(parameters: Record<string, string> = {}): URL {
    const url = new URL('/auth', this.issuer);
    url.search = new URLSearchParams({
      client_id: 'jimu',
      response_type: 'code',
      scope: SCOPE,
      redirect_uri: CALLBACK,
      state: 'state-of-portal',
      ...parameters,
    }).toString();
    return url;
  }

  signOutUrl(parameters: Record<string, string> = {}): URL {
    const url = new URL('/session/end', this.issuer);
    url.search = new URLSearchParams({
      client_id: 'jimu',
      post_logout_redirect_uri: `${PORTAL}/`,
      ...parameters,
    }).toString();
    return url;
  }

  /** Signs in from the portal's page to the portal's callback. */
  async signIn(
    browser: Browser,
    username: string,
    password: string,
  ): Promise<Shown> {
    const page = await browser.open(this.signInUrl());
    return browser.submit(page, { username, password });
  }

  redeem(callback: URL): Promise<Response> {
    return this.token({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
    });
  }

  refresh(refreshToken: string): Promise<Response> {
    return this.token({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
  }

  /** Signs in and redeems the code. */
  async tokensFor(
    browser: Browser,
    username: string,
    password: string,
  ): Promise<Tokens> {
    const { url } = await this.signIn(browser, username, password);
    return (await this.redeem(url)).json();
  }

  async verifiedClaims({ id_token }: Tokens): Promise<JWTPayload> {
    const keys = createRemoteJWKSet(new URL('/jwks', this.issuer));
    const options = { issuer: this.issuer, audience: 'jimu' };
    return (await jwtVerify(id_token, keys, options)).payload;
  }

  async userInfo({ access_token }: Tokens): Promise<unknown> {
    const response = await fetch(new URL('/me', this.issuer), {
      headers: { authorization: `Bearer ${access_token}` },
    });
    return response.json();
  }

  private token(body: Record<string, string>): Promise<Response> {
    const credentials = Buffer.from(`jimu:${this.clientSecret}`);
    return fetch(new URL('/token', this.issuer), {
      method: 'POST',
      headers: { authorization: `Basic ${credentials.toString('base64')}` },
      body: new URLSearchParams(body),
    });
  }
}
