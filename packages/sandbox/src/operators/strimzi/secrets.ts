import type { SandboxApi, SandboxObject } from '../../types';
import {
  createAuthority,
  trustStore,
  type KeyedCertificate,
} from '../runtime/certificates';
import { applyOwned } from '../runtime/children';
import {
  ownedBy,
  randomPassword,
  secretData,
  secretValue,
} from '../runtime/objects';
import { COMPONENT, kafkaLabels } from './names';

export type AuthorityName = 'cluster' | 'clients';

const SECRET = { apiVersion: 'v1', kind: 'Secret' };

/** Reads an authority of a cluster; undefined while one of its two Secrets is missing. */
export function readAuthority(
  api: SandboxApi,
  cluster: { name: string; namespace?: string },
  authority: AuthorityName,
): KeyedCertificate | undefined {
  const [certificates, keys] = ['-cert', ''].map(suffix =>
    api.get({
      ...SECRET,
      name: `${cluster.name}-${authority}-ca${suffix}`,
      namespace: cluster.namespace,
    }),
  );
  const certificate = secretValue(certificates, 'ca.crt');
  const key = secretValue(keys, 'ca.key');
  return certificate && key ? { certificate, key } : undefined;
}

/** Whether the resource says that its authority is somebody else's to provide. */
export const isOwnAuthority = (
  kafka: SandboxObject,
  authority: AuthorityName,
): boolean =>
  kafka.spec[`${authority}Ca`]?.generateCertificateAuthority === false;

/** Makes the Secrets `<cluster>-<authority>-ca` and `-ca-cert` unless they are there. */
export async function ensureAuthority(
  api: SandboxApi,
  kafka: SandboxObject,
  authority: AuthorityName,
): Promise<KeyedCertificate> {
  const { name, namespace } = kafka.metadata;
  const known = readAuthority(api, { name, namespace }, authority);
  if (known) return known;
  const settings = kafka.spec[`${authority}Ca`] ?? {};
  const created = await createAuthority({
    commonName: `${authority}-ca v0`,
    organization: 'io.strimzi',
    days: settings.validityDays ?? 365,
  });
  const put = (suffix: string, values: Record<string, string | Buffer>) =>
    applyOwned(
      api,
      {
        ...SECRET,
        metadata: {
          name: `${name}-${authority}-ca${suffix}`,
          namespace,
          labels: kafkaLabels(kafka, 'certificate-authority'),
          annotations: { 'strimzi.io/ca-cert-generation': '0' },
          ownerReferences:
            settings.generateSecretOwnerReference === false
              ? []
              : ownedBy(kafka),
        },
        type: 'Opaque',
        data: secretData(values),
      },
      COMPONENT,
    );
  const password = randomPassword(12);
  put('', { 'ca.key': created.key });
  put('-cert', {
    'ca.crt': created.certificate,
    'ca.p12': trustStore(created.certificate, password),
    'ca.password': password,
  });
  return created;
}
