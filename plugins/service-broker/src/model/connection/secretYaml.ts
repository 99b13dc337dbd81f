import { allFields, Connection, fieldFor } from './Connection';
import { yamlScalar } from './quoting';

/** Keys that a Secret takes. */
const SECRET_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** A name that Kubernetes takes, made of the instance's and the binding's. */
export function secretName(instance: string, binding: string): string {
  const joined = `${instance}-${binding}`
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return joined || 'binding';
}

/**
 * A Secret in the layout of the Service Binding specification for Kubernetes (servicebinding.io): `type`, `provider`, `host`,
 * `port`, `username`, `password`, `uri`, `certificates`, and whatever else the offering gives. Libraries that follow the
 * specification read it when it is mounted under `SERVICE_BINDING_ROOT`.
 */
export function secretYaml(connection: Connection, name: string): string {
  const entries = new Map<string, string>([
    ['type', connection.type],
    ['provider', connection.provider],
  ]);
  for (const field of allFields(connection)) {
    if (SECRET_KEY.test(field.key)) entries.set(field.key, field.value);
  }
  // The specification's own names, beside the offering's.
  const wellKnown = [
    ['bootstrap-servers', fieldFor(connection, 'bootstrapServers')],
    ['certificates', fieldFor(connection, 'caCertificate')],
  ] as const;
  for (const [key, field] of wellKnown) {
    if (field && !entries.has(key)) entries.set(key, field.value);
  }
  const data = [...entries].map(
    ([key, value]) => `  ${key}: ${yamlScalar(value)}`,
  );
  return [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    `  name: ${yamlScalar(name)}`,
    `type: ${yamlScalar(`servicebinding.io/${connection.type}`)}`,
    'stringData:',
    ...data,
    '',
  ].join('\n');
}
