import { execFileSync } from 'child_process';
import type { Credentials } from '@jimu/plugin-service-broker-common';
import { parse } from 'yaml';
import { redisCredentials } from '../../__testUtils__/fixtures';
import { connectionFrom, envName } from './Connection';
import { envFile } from './envFile';
import { propertiesValue, shellWord, yamlScalar } from './quoting';
import { secretName, secretYaml } from './secretYaml';
import { snippet, SNIPPET_LANGUAGES } from './snippets';

const HOSTILE = [
  `it's`,
  `a"b`,
  '$HOME',
  '$(touch /tmp/x)',
  '`id`',
  'back\\slash',
  'ends with \\',
  'two\nlines',
  `both ' and " and $x and \`y\` and \\`,
  'tab\there',
  '密码 пароль 🔑',
  '\u2028\u0085\u007f',
  '# no comment',
  ' spaces ',
  'a=b;c|d&e>f',
  '- [x]: {y}',
  '!!str',
  'true',
  '0123',
  '',
];

const credentials = (password: string): Credentials => ({
  type: 'mysql',
  provider: 'jimu',
  fields: [
    { key: 'host', value: 'db.svc', secret: false },
    { key: 'port', value: '3306', secret: false },
    { key: 'database', value: 'app', secret: false },
    { key: 'username', value: 'u1', secret: false },
    { key: 'password', value: password, secret: true },
  ],
});

const kafka: Credentials = {
  type: 'kafka',
  provider: 'strimzi',
  fields: [
    {
      key: 'bootstrap.servers',
      value: 'k-bootstrap.ns.svc:9093',
      secret: false,
    },
    { key: 'security.protocol', value: 'SASL_SSL', secret: false },
    { key: 'sasl.mechanism', value: 'SCRAM-SHA-512', secret: false },
    { key: 'username', value: 'app', secret: false },
    { key: 'password', value: `p'"\\`, secret: true },
    { key: 'ca.crt', value: 'BEGIN\nABC\nEND\n', secret: false },
  ],
  external: { host: '10.0.0.9', port: 32093 },
};

const sh = (script: string) =>
  execFileSync('sh', ['-c', script], { encoding: 'utf8' });

describe('what is copied holds hostile values unharmed', () => {
  it.each(HOSTILE)('a shell reads %p back', value => {
    expect(sh(`printf %s ${shellWord(value)}`)).toBe(value);
  });

  it.each(HOSTILE)('a shell reads .env with %p back', value => {
    const file = envFile(connectionFrom(credentials(value), 'cluster'));
    expect(sh(`${file}printf %s "$MYSQL_PASSWORD"`)).toBe(value);
    expect(sh(`${file}printf %s "$MYSQL_HOST"`)).toBe('db.svc');
  });

  it.each(HOSTILE)('a YAML parser reads the Secret with %p back', value => {
    const connection = connectionFrom(credentials(value), 'cluster');
    expect(parse(secretYaml(connection, 'a-b'))).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a-b' },
      type: 'servicebinding.io/mysql',
      stringData: {
        type: 'mysql',
        provider: 'jimu',
        host: 'db.svc',
        port: '3306',
        database: 'app',
        username: 'u1',
        password: value,
      },
    });
    expect(parse(yamlScalar(value))).toBe(value);
  });

  it.each(HOSTILE)('the command line hands %p on as the password', value => {
    const line = snippet(connectionFrom(credentials(value), 'cluster'), 'cli');
    const shim = 'mysql() { printf "%s|%s" "$MYSQL_PWD" "$*"; }; ';
    expect(sh(`${shim}${line}`)).toBe(`${value}|-h db.svc -P 3306 -u u1 app`);
  });

  it('keeps properties on one line', () => {
    expect(propertiesValue(' a\\b\nc密')).toBe('\\ a\\\\b\\nc\\u5bc6');
  });
});

describe('a connection', () => {
  it('carries the address of the place that was chosen', () => {
    expect(envFile(connectionFrom(redisCredentials, 'cluster'))).toBe(
      [
        'REDIS_HOST=cart-cache-abcde.payments-dev-svc.svc',
        'REDIS_PORT=6379',
        'REDIS_PASSWORD=s3cr3t',
        'REDIS_URI=redis://:s3cr3t@cart-cache-abcde.payments-dev-svc.svc:6379',
        '',
      ].join('\n'),
    );
    expect(envFile(connectionFrom(redisCredentials, 'external'))).toBe(
      [
        'REDIS_HOST=127.0.0.1',
        'REDIS_PORT=31379',
        'REDIS_PASSWORD=s3cr3t',
        'REDIS_URI=redis://:s3cr3t@127.0.0.1:31379',
        '',
      ].join('\n'),
    );
  });

  it('never shows the inner connection string for the outer address', () => {
    const { externalUri: _, ...inner } = redisCredentials;
    expect(connectionFrom(inner, 'external').uri).toBeUndefined();
  });

  it('gives Kafka its bootstrap servers, and the names of the specification', () => {
    const secret = parse(secretYaml(connectionFrom(kafka, 'external'), 'k'));
    expect(secret.stringData).toMatchObject({
      'bootstrap.servers': '10.0.0.9:32093',
      'bootstrap-servers': '10.0.0.9:32093',
      certificates: 'BEGIN\nABC\nEND\n',
      'ca.crt': 'BEGIN\nABC\nEND\n',
    });
  });

  it('writes a client.properties that holds the values', () => {
    const line = snippet(connectionFrom(kafka, 'cluster'), 'cli')!;
    const written = sh(
      `cd "$(mktemp -d)"; printf 'cat client.properties' > kafka-topics.sh; chmod +x kafka-topics.sh; PATH=.:$PATH; ${line}`,
    );
    expect(written.split('\n')).toEqual([
      'security.protocol=SASL_SSL',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="app" password="p'\\\\"\\\\\\\\";`,
      'ssl.truststore.type=PEM',
      'ssl.truststore.certificates=BEGIN\\nABC\\nEND\\n',
      '',
    ]);
  });

  it.each(SNIPPET_LANGUAGES.filter(language => language !== 'cli'))(
    'has %s code for every type, without a secret in it',
    language => {
      const secret = 'VerySecretValue';
      for (const type of ['mysql', 'postgresql', 'redis', 'kafka']) {
        const connection = connectionFrom(
          { ...credentials(secret), type },
          'cluster',
        );
        const code = snippet(connection, language)!;
        expect(code).toContain(envName(type, 'password'));
        expect(code).not.toContain(secret);
      }
      const other = { ...credentials(secret), type: 'mongodb' };
      expect(snippet(connectionFrom(other, 'cluster'), language)).toBe(
        undefined,
      );
    },
  );

  it('names Secrets and variables so that their readers take them', () => {
    expect(secretName('Cart_Cache', '绑定-1-')).toBe('cart-cache---1');
    expect(secretName('x'.repeat(70), 'y')).toHaveLength(63);
    expect(envName('kafka', 'bootstrap.servers')).toBe(
      'KAFKA_BOOTSTRAP_SERVERS',
    );
    expect(envName('kafka', 'bootstrapServers')).toBe(
      'KAFKA_BOOTSTRAP_SERVERS',
    );
  });
});
