import { ApiStatusError } from '../../api/ApiStatusError';
import type { Identity } from '../../api/contracts';
import type { SandboxApi, SandboxObject } from '../../types';
import {
  API_AUDIENCE,
  type BoundReference,
  type ServiceAccountTokens,
} from '../ServiceAccountTokens';
import type { TokenAuthenticator } from '../TokenAuthenticator';

const HOUR = 3600;
const SHORTEST = 600;
const LONGEST = 2 ** 32;

const userInfo = ({ user, uid, groups, extra }: Identity) => ({
  username: user,
  ...(uid ? { uid } : {}),
  groups,
  ...(extra ? { extra } : {}),
});

/** SelfSubjectReview: who the API takes the caller for. */
export const reviewSelf = (
  identity: Identity,
  review: SandboxObject,
): SandboxObject => ({
  ...review,
  status: { userInfo: userInfo(identity) },
});

/** TokenReview: whose token it is. */
export function reviewToken(
  authenticator: TokenAuthenticator,
  review: SandboxObject,
): SandboxObject {
  const { token, audiences } = review.spec ?? {};
  if (!token) {
    throw ApiStatusError.badRequest(
      'token is required for TokenReview in authentication',
    );
  }
  const found = authenticator.identify(token, audiences);
  return {
    ...review,
    status: found
      ? {
          authenticated: true,
          user: userInfo(found.identity),
          audiences: found.audiences,
        }
      : { user: {}, error: 'invalid bearer token' },
  };
}

/** TokenRequest: a new token for a ServiceAccount, bound to a Pod or Secret if one is named. */
export function requestToken(
  api: SandboxApi,
  tokens: ServiceAccountTokens,
  request: SandboxObject,
  target: { namespace?: string; name?: string },
): SandboxObject {
  const { namespace = '', name = '' } = target;
  const account = api.get({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    namespace,
    name,
  });
  if (!account) {
    throw ApiStatusError.notFound(
      { group: '', plural: 'serviceaccounts' },
      name,
    );
  }
  const spec = request.spec ?? {};
  const expirationSeconds = spec.expirationSeconds ?? HOUR;
  const outOfRange = (message: string) =>
    ApiStatusError.invalid(
      { group: 'authentication.k8s.io', kind: 'TokenRequest' },
      '',
      [
        {
          reason: 'FieldValueInvalid',
          field: 'spec.expirationSeconds',
          message: `Invalid value: ${JSON.stringify(
            expirationSeconds,
          )}: ${message}`,
        },
      ],
    );
  if (!Number.isInteger(expirationSeconds)) {
    throw outOfRange('must be a whole number of seconds');
  }
  if (expirationSeconds < SHORTEST) {
    throw outOfRange('may not specify a duration less than 10 minutes');
  }
  if (expirationSeconds > LONGEST) {
    throw outOfRange('may not specify a duration larger than 2^32 seconds');
  }
  const { token, expires } = tokens.issue(
    {
      namespace,
      serviceaccount: { name, uid: account.metadata.uid! },
      ...boundReference(api, namespace, spec.boundObjectRef),
    },
    { audiences: spec.audiences, expirationSeconds },
  );
  return {
    ...request,
    metadata: {
      ...request.metadata,
      name,
      namespace,
      creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    spec: {
      ...spec,
      audiences: spec.audiences?.length ? spec.audiences : [API_AUDIENCE],
      expirationSeconds,
    },
    status: {
      token,
      expirationTimestamp: expires!.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  };
}

function boundReference(
  api: SandboxApi,
  namespace: string,
  reference: { kind?: string; name?: string; uid?: string } | undefined,
): { pod?: BoundReference; secret?: BoundReference } {
  if (!reference) return {};
  const { kind = '', name = '', uid } = reference;
  if (kind !== 'Pod' && kind !== 'Secret') {
    throw ApiStatusError.badRequest(
      `cannot bind token for serviceaccount to object type ${kind}; spec.boundObjectRef.kind must be Pod or Secret`,
    );
  }
  const plural = kind === 'Pod' ? 'pods' : 'secrets';
  const object = api.get({ apiVersion: 'v1', kind, namespace, name });
  if (!object) throw ApiStatusError.notFound({ group: '', plural }, name);
  if (uid && uid !== object.metadata.uid) {
    throw ApiStatusError.conflict(
      { group: '', plural },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  const bound = { name, uid: object.metadata.uid! };
  return kind === 'Pod' ? { pod: bound } : { secret: bound };
}
