import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

export const TOKEN_ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** The audience of tokens for the API itself. */
export const API_AUDIENCE = TOKEN_ISSUER;

export interface BoundReference {
  name: string;
  uid: string;
}

/** What a ServiceAccount token says, in the layout of Kubernetes' own claims. */
export interface ServiceAccountClaims {
  iss: string;
  sub: string;
  aud: string[];
  /** Seconds since 1970; absent in tokens that lie in Secrets and never expire. */
  exp?: number;
  iat: number;
  jti: string;
  'kubernetes.io': {
    namespace: string;
    serviceaccount: BoundReference;
    pod?: BoundReference;
    secret?: BoundReference;
  };
}

const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs and checks ServiceAccount tokens: JSON Web Tokens (HS256) whose key never leaves the sandbox. */
export class ServiceAccountTokens {
  constructor(
    private readonly signingKey: string,
    private readonly now: () => number = Date.now,
  ) {
    if (signingKey.length < 32) {
      throw new Error('The token signing key needs at least 32 characters');
    }
  }

  /** @param expirationSeconds - Absent: the token lives as long as what it is bound to. */
  issue(
    claims: ServiceAccountClaims['kubernetes.io'],
    options: { audiences?: string[]; expirationSeconds?: number } = {},
  ): { token: string; expires?: Date } {
    const iat = Math.floor(this.now() / 1000);
    const exp =
      options.expirationSeconds === undefined
        ? undefined
        : iat + options.expirationSeconds;
    const payload: ServiceAccountClaims = {
      iss: TOKEN_ISSUER,
      sub: `system:serviceaccount:${claims.namespace}:${claims.serviceaccount.name}`,
      aud: options.audiences?.length ? options.audiences : [API_AUDIENCE],
      exp,
      iat,
      jti: randomUUID(),
      'kubernetes.io': claims,
    };
    const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
    return {
      token: `${head}.${this.sign(head)}`,
      expires: exp === undefined ? undefined : new Date(exp * 1000),
    };
  }

  /** The claims of a token that was signed here and has not expired; `undefined` otherwise. */
  verify(token: string): ServiceAccountClaims | undefined {
    const parts = token.split('.');
    if (parts.length !== 3) return undefined;
    const signature = Buffer.from(parts[2]);
    const expected = Buffer.from(this.sign(`${parts[0]}.${parts[1]}`));
    if (
      signature.length !== expected.length ||
      !timingSafeEqual(signature, expected)
    ) {
      return undefined;
    }
    const claims = JSON.parse(
      Buffer.from(parts[1], 'base64url').toString('utf8'),
    ) as ServiceAccountClaims;
    return claims.exp !== undefined && claims.exp * 1000 <= this.now()
      ? undefined
      : claims;
  }

  private sign(text: string): string {
    return createHmac('sha256', this.signingKey)
      .update(text)
      .digest('base64url');
  }
}
