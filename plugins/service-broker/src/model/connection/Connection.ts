import type {
  CredentialField,
  Credentials,
} from '@jimu/plugin-service-broker-common';

/** From where an app connects: inside the cluster, or outside through the exposed address. */
export type Reach = 'cluster' | 'external';

/** What a field is for, whatever the offering calls it. */
export type Role =
  | 'host'
  | 'port'
  | 'username'
  | 'password'
  | 'database'
  | 'bootstrapServers'
  | 'securityProtocol'
  | 'saslMechanism'
  | 'caCertificate';

export interface ConnectionField extends CredentialField {
  /** Name of the environment variable that carries it: `REDIS_PASSWORD`. */
  env: string;
}

/** A binding's credentials as seen from one place. */
export interface Connection {
  type: string;
  provider: string;
  reach: Reach;
  fields: ConnectionField[];
  uri?: ConnectionField;
}

const ROLE_KEYS: Record<Role, string[]> = {
  host: ['host'],
  port: ['port'],
  username: ['username', 'user'],
  password: ['password'],
  database: ['database', 'dbname'],
  bootstrapServers: [
    'bootstrapservers',
    'bootstrap.servers',
    'bootstrap-servers',
    'bootstrap_servers',
  ],
  securityProtocol: [
    'security.protocol',
    'securityprotocol',
    'security-protocol',
  ],
  saslMechanism: ['sasl.mechanism', 'saslmechanism', 'sasl-mechanism'],
  caCertificate: [
    'ca.crt',
    'cacertificate',
    'ca-certificate',
    'certificates',
    'ca',
  ],
};

/** `bootstrap.servers` of `kafka` becomes `KAFKA_BOOTSTRAP_SERVERS`. */
export function envName(type: string, key: string): string {
  const snake = (text: string) =>
    text
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toUpperCase();
  return `${snake(type)}_${snake(key)}`.replace(/^(\d)/, '_$1');
}

function keysOf(role: Role, key: string) {
  return ROLE_KEYS[role].includes(key.toLowerCase());
}

function addressed(
  field: CredentialField,
  address: { host: string; port: number } | undefined,
): CredentialField {
  if (!address) return field;
  const { host, port } = address;
  if (keysOf('host', field.key)) return { ...field, value: host };
  if (keysOf('port', field.key)) return { ...field, value: String(port) };
  if (keysOf('bootstrapServers', field.key)) {
    return { ...field, value: `${host}:${port}` };
  }
  return field;
}

/** Whether the credentials tell an address outside the cluster. */
export function reachable(credentials: Credentials, reach: Reach): boolean {
  return reach === 'cluster' || credentials.external !== undefined;
}

/**
 * Credentials with the address of one place in all fields. A connection string is left out where the answer has none for that
 * place, rather than shown with the wrong address.
 */
export function connectionFrom(
  credentials: Credentials,
  reach: Reach,
): Connection {
  const { type, provider, external } = credentials;
  const isUri = (key: string) => key.toLowerCase() === 'uri';
  const withEnv = (field: CredentialField): ConnectionField => ({
    ...field,
    env: envName(type, field.key),
  });
  const stated = credentials.fields.find(field => isUri(field.key))?.value;
  const uri =
    reach === 'external' ? credentials.externalUri : credentials.uri ?? stated;
  return {
    type,
    provider,
    reach,
    fields: credentials.fields
      .filter(field => !isUri(field.key))
      .map(field =>
        withEnv(addressed(field, reach === 'external' ? external : undefined)),
      ),
    uri:
      uri === undefined
        ? undefined
        : withEnv({ key: 'uri', value: uri, secret: true }),
  };
}

/** The field that plays a role, if the offering gives one. */
export function fieldFor(
  connection: Connection,
  role: Role,
): ConnectionField | undefined {
  return connection.fields.find(field => keysOf(role, field.key));
}

/** All fields, the connection string last. */
export function allFields(connection: Connection): ConnectionField[] {
  return connection.uri
    ? [...connection.fields, connection.uri]
    : connection.fields;
}
