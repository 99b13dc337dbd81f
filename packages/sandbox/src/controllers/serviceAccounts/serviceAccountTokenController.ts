import type { ServiceAccountTokens } from '../../access';
import type { Controller } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { keyOf, nameOfKey, namespaceOfKey } from '../loop/KeyLoop';
import { refOf } from '../model/owners';

const SECRET = { apiVersion: 'v1', kind: 'Secret' } as const;
const SERVICE_ACCOUNT = { apiVersion: 'v1', kind: 'ServiceAccount' } as const;
const TOKEN_TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Puts tokens into Secrets that ask for one, and takes such Secrets away with their ServiceAccount. */
export function serviceAccountTokenController(
  clock: Clock,
  tokens: ServiceAccountTokens,
  clusterCa: string,
): Controller {
  return defineController('serviceaccount-tokens', clock, scope => {
    const { api } = scope;
    const loop = scope.loop(key => {
      const namespace = namespaceOfKey(key);
      const secret = api.get({ ...SECRET, namespace, name: nameOfKey(key) });
      if (secret?.type !== TOKEN_TYPE) return;
      const annotations = secret.metadata.annotations ?? {};
      const name = annotations[ACCOUNT_NAME];
      const account = name && api.get({ ...SERVICE_ACCOUNT, namespace, name });
      if (!name) return;
      const uid = account ? account.metadata.uid! : undefined;
      const known = annotations[ACCOUNT_UID];
      if (!uid || (known && known !== uid)) {
        api.delete(refOf(secret), { uid: secret.metadata.uid });
        return;
      }
      if (secret.data?.token && known) return;
      const { token } = tokens.issue({
        namespace,
        serviceaccount: { name, uid },
        secret: { name: secret.metadata.name, uid: secret.metadata.uid! },
      });
      api.patch(refOf(secret), {
        metadata: { annotations: { [ACCOUNT_UID]: uid } },
        data: {
          token: base64(token),
          'ca.crt': base64(clusterCa),
          namespace: base64(namespace),
        },
      });
    });
    scope.follow(SECRET, (type, secret) => {
      if (type !== 'DELETED' && secret.type === TOKEN_TYPE) {
        loop.add(keyOf(secret));
      }
    });
    scope.follow(SERVICE_ACCOUNT, (_type, { metadata }) => {
      for (const secret of api.scan({
        ...SECRET,
        namespace: metadata.namespace,
      })) {
        if (
          secret.type === TOKEN_TYPE &&
          secret.metadata.annotations?.[ACCOUNT_NAME] === metadata.name
        ) {
          loop.add(keyOf(secret));
        }
      }
    });
  });
}
