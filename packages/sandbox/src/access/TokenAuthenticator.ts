import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity } from '../api/contracts';
import type { SandboxApi } from '../types';
import {
  authenticated,
  MASTERS,
  serviceAccountGroups,
  serviceAccountUser,
} from './identities';
import {
  API_AUDIENCE,
  type BoundReference,
  type ServiceAccountTokens,
} from './ServiceAccountTokens';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The one user of the kubeconfig. */
export const ADMIN: Identity = authenticated({
  user: 'kubernetes-admin',
  groups: [MASTERS],
});

/** Tells who a bearer token belongs to. */
export class TokenAuthenticator {
  private readonly adminDigest: Buffer;

  constructor(
    private readonly api: SandboxApi,
    adminToken: string,
    private readonly tokens: ServiceAccountTokens,
  ) {
    this.adminDigest = digest(adminToken);
  }

  /** @returns `undefined` for a token that is unknown, expired, for another audience, or whose ServiceAccount, Pod or Secret is gone. */
  identify(
    token: string,
    audiences: string[] = [API_AUDIENCE],
  ): { identity: Identity; audiences: string[] } | undefined {
    if (timingSafeEqual(digest(token), this.adminDigest)) {
      return { identity: ADMIN, audiences };
    }
    const claims = this.tokens.verify(token);
    if (!claims) return undefined;
    const meant = audiences.filter(a => claims.aud.includes(a));
    const { namespace, serviceaccount, pod, secret } = claims['kubernetes.io'];
    if (
      !meant.length ||
      !this.stillThere('ServiceAccount', namespace, serviceaccount) ||
      (pod && !this.stillThere('Pod', namespace, pod)) ||
      (secret && !this.stillThere('Secret', namespace, secret))
    ) {
      return undefined;
    }
    const extra: Record<string, string[]> = {
      'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
      ...(pod
        ? {
            'authentication.kubernetes.io/pod-name': [pod.name],
            'authentication.kubernetes.io/pod-uid': [pod.uid],
          }
        : {}),
    };
    return {
      audiences: meant,
      identity: authenticated({
        user: serviceAccountUser(namespace, serviceaccount.name),
        uid: serviceaccount.uid,
        groups: serviceAccountGroups(namespace),
        extra,
      }),
    };
  }

  private stillThere(
    kind: string,
    namespace: string,
    { name, uid }: BoundReference,
  ): boolean {
    const object = this.api.get({ apiVersion: 'v1', kind, namespace, name });
    return object?.metadata.uid === uid;
  }
}
