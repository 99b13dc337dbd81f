import type { ClusterClient } from '@jimu/plugin-clusters-node';
import {
  CredentialField,
  Credentials,
  ProblemError,
} from '@jimu/plugin-service-broker-common';
import {
  CredentialPlan,
  fillCredentialText,
  fillUri,
  Offering,
  RenderContext,
} from '@jimu/plugin-service-broker-node';
import { externalEndpoint } from '../model/externalEndpoint';
import { problems } from '../model/problems';
import { readObjects } from '../reconcile/liveObjects';

type SecretRef = { name: string; key: string };

/**
 * Reads a binding's credentials from the cluster as it is now. The values live in the answer alone.
 *
 * @throws ProblemError (ServiceUnavailableError) when the cluster does not give them
 */
export async function readCredentials(
  client: ClusterClient,
  offering: Offering,
  context: RenderContext,
): Promise<Credentials> {
  const namespace = context.instance.namespace;
  const [res, bindingRes] = await Promise.all([
    readObjects(client, offering.observed(context)),
    readObjects(client, offering.observedBinding(context)),
  ]);
  const plan = offering.credentials({ ...context, res, bindingRes });
  const secrets = await readSecrets(client, namespace, plan);
  const external = await findExternal(client, namespace, plan);
  return {
    type: plan.type,
    provider: plan.provider,
    fields: plan.fields.map(source => fieldOf(source, secrets)),
    ...(external ? { external } : {}),
    ...urisOf(plan, secrets, external),
  };
}

type SecretValues = (ref: SecretRef) => string;

async function readSecrets(
  client: ClusterClient,
  namespace: string,
  plan: CredentialPlan,
): Promise<SecretValues> {
  const names = new Set(refsOf(plan).map(({ name }) => name));
  const read = await Promise.all(
    [...names].map(async name => {
      const secret = await client.get({
        apiVersion: 'v1',
        kind: 'Secret',
        name,
        namespace,
      });
      return [name, (secret?.data ?? {}) as Record<string, string>] as const;
    }),
  );
  const data = new Map(read);
  return ({ name, key }) => {
    const value = data.get(name)?.[key];
    if (typeof value !== 'string') {
      throw new ProblemError('ServiceUnavailableError', [
        problems.credentialsUnavailable(
          `Secret ${namespace}/${name} has no key "${key}" yet`,
        ),
      ]);
    }
    return Buffer.from(value, 'base64').toString('utf8');
  };
}

function refsOf({ fields, uri }: CredentialPlan): SecretRef[] {
  const refs = fields.flatMap(source => {
    if ('secretRef' in source) return [source.secretRef];
    return 'secretRefs' in source ? Object.values(source.secretRefs) : [];
  });
  return [...refs, ...Object.values(uri?.secretRefs ?? {})];
}

function fieldOf(
  source: CredentialPlan['fields'][number],
  secrets: SecretValues,
): CredentialField {
  const { key, secret } = source;
  if ('value' in source) return { key, secret, value: source.value };
  if ('secretRef' in source) {
    return { key, secret, value: secrets(source.secretRef) };
  }
  return {
    key,
    secret,
    value: fillCredentialText(
      source.template,
      valuesOf(source.secretRefs, secrets),
    ),
  };
}

function urisOf(
  { uri }: CredentialPlan,
  secrets: SecretValues,
  external: Credentials['external'],
): Pick<Credentials, 'uri' | 'externalUri'> {
  if (!uri) return {};
  const values = valuesOf(uri.secretRefs, secrets);
  return {
    uri: fillUri(uri.template, uri, values),
    ...(external
      ? { externalUri: fillUri(uri.template, external, values) }
      : {}),
  };
}

function valuesOf(
  refs: Record<string, SecretRef>,
  secrets: SecretValues,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refs).map(([place, ref]) => [place, secrets(ref)]),
  );
}

async function findExternal(
  client: ClusterClient,
  namespace: string,
  { external }: CredentialPlan,
): Promise<Credentials['external']> {
  if (!external) return undefined;
  const service = await client.get({
    apiVersion: 'v1',
    kind: 'Service',
    name: external.service,
    namespace,
  });
  if (!service) return undefined;
  const nodes = await client.list({ apiVersion: 'v1', kind: 'Node' });
  return externalEndpoint(service, external.port, nodes);
}
