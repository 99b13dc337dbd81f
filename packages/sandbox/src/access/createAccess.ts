import { ApiStatusError } from '../api/ApiStatusError';
import type { Access, Identity, RequestAttributes } from '../api/contracts';
import type { SandboxApi } from '../types';
import { ANONYMOUS } from './identities';
import { impersonate } from './impersonation';
import { authorize, forbidden } from './rbac/authorize';
import { refuseEscalation } from './rbac/escalation';
import { RoleDirectory } from './rbac/RoleDirectory';
import {
  reviewAccess,
  reviewOwnAccess,
  reviewOwnRules,
} from './reviews/accessReviews';
import { requestToken, reviewSelf, reviewToken } from './reviews/tokenReviews';
import type { ServiceAccountTokens } from './ServiceAccountTokens';
import { TokenAuthenticator } from './TokenAuthenticator';

/** Where credentials come from. */
export interface AccessTokens {
  /** Whoever shows it is `kubernetes-admin` of the group `system:masters`. */
  adminToken: string;
  serviceAccounts: ServiceAccountTokens;
}

/** Authentication by bearer token and impersonation, authorization by RBAC, on the objects of an API. */
export function createAccess(
  api: SandboxApi,
  tokens: AccessTokens,
): Required<Access> {
  const directory = new RoleDirectory(api);
  const authenticator = new TokenAuthenticator(
    api,
    tokens.adminToken,
    tokens.serviceAccounts,
  );

  function bearer(header: string | string[] | undefined): Identity {
    const value = [header].flat()[0];
    if (!value) return ANONYMOUS;
    const token = /^Bearer +(\S+) *$/i.exec(value)?.[1];
    const found = token ? authenticator.identify(token) : undefined;
    if (!found) throw ApiStatusError.unauthorized();
    return found.identity;
  }

  function demand(identity: Identity, right: RequestAttributes): void {
    const { allowed, reason } = authorize(directory, identity, right);
    if (!allowed) throw forbidden(identity, right, reason);
  }

  return {
    authenticate(headers) {
      const caller = bearer(headers.authorization);
      return impersonate(caller, headers, right => demand(caller, right));
    },

    authorize: (identity, attributes) =>
      authorize(directory, identity, attributes),

    forbidden,

    refuseEscalation: (identity, write) =>
      refuseEscalation(directory, identity, write),

    review({ object, identity, namespace, name }) {
      switch (object.kind) {
        case 'SelfSubjectAccessReview':
          return reviewOwnAccess(directory, identity, object);
        case 'SubjectAccessReview':
        case 'LocalSubjectAccessReview':
          return reviewAccess(directory, object, namespace);
        case 'SelfSubjectRulesReview':
          return reviewOwnRules(directory, identity, object);
        case 'SelfSubjectReview':
          return reviewSelf(identity, object);
        case 'TokenReview':
          return reviewToken(authenticator, object);
        case 'TokenRequest':
          return requestToken(api, tokens.serviceAccounts, object, {
            namespace,
            name,
          });
        default:
          return undefined;
      }
    },
  };
}
