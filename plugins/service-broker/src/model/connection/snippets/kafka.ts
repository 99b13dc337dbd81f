import { Connection, fieldFor } from '../Connection';
import { jaasValue, propertiesValue, shellWord } from '../quoting';
import { envOf, Snippets, valueOf } from './types';

const LOGIN_MODULE =
  'org.apache.kafka.common.security.scram.ScramLoginModule required';

const protocolOf = (c: Connection) =>
  valueOf(c, 'securityProtocol') ||
  (fieldFor(c, 'caCertificate') ? 'SASL_SSL' : 'SASL_PLAINTEXT');
const mechanismOf = (c: Connection) =>
  valueOf(c, 'saslMechanism') || 'SCRAM-SHA-512';
const usesTls = (c: Connection) => protocolOf(c).endsWith('SSL');
const hasCa = (c: Connection) =>
  usesTls(c) && fieldFor(c, 'caCertificate') !== undefined;

/** What a program needs for TLS: with an authority of its own, with the usual ones, or not at all. */
function forTls(c: Connection, withCa: string, plain: string): string {
  if (hasCa(c)) return withCa;
  return usesTls(c) ? plain : '';
}

/** Lines of client.properties with the values in them; PEM needs no key store since Kafka 2.7. */
function clientProperties(c: Connection): string[] {
  const jaas = `${LOGIN_MODULE} username=${jaasValue(
    valueOf(c, 'username'),
  )} password=${jaasValue(valueOf(c, 'password'))};`;
  return [
    `security.protocol=${propertiesValue(protocolOf(c))}`,
    `sasl.mechanism=${propertiesValue(mechanismOf(c))}`,
    `sasl.jaas.config=${propertiesValue(jaas)}`,
    ...(hasCa(c)
      ? [
          'ssl.truststore.type=PEM',
          `ssl.truststore.certificates=${propertiesValue(
            valueOf(c, 'caCertificate'),
          )}`,
        ]
      : []),
  ];
}

function cli(c: Connection): string {
  const lines = clientProperties(c).map(line => `  ${shellWord(line)}`);
  return `(umask 077; printf '%s\\n' \\
${lines.join(' \\\n')} \\
  > client.properties)
kafka-topics.sh --bootstrap-server ${shellWord(
    valueOf(c, 'bootstrapServers'),
  )} --command-config client.properties --list
`;
}

export const kafkaSnippets: Snippets = {
  cli,
  spring: c => `# application.yaml
spring:
  kafka:
    bootstrap-servers: \${${envOf(c, 'bootstrapServers')}}
    properties:
      security.protocol: ${protocolOf(c)}
      sasl.mechanism: ${mechanismOf(c)}
      sasl.jaas.config: >-
        ${LOGIN_MODULE}
        username="\${${envOf(c, 'username')}}" password="\${${envOf(
    c,
    'password',
  )}}";
${
  hasCa(c)
    ? `      ssl.truststore.type: PEM
      ssl.truststore.certificates: \${${envOf(c, 'caCertificate')}}
`
    : ''
}`,
  go: c => `package main

import (
	"context"
${forTls(c, '	"crypto/tls"\n	"crypto/x509"\n', '	"crypto/tls"\n')}	"fmt"
	"os"
	"strings"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl/scram"
)

func main() {
	mechanism, err := scram.Mechanism(scram.SHA512, os.Getenv("${envOf(
    c,
    'username',
  )}"), os.Getenv("${envOf(c, 'password')}"))
	if err != nil {
		panic(err)
	}
${
  hasCa(c)
    ? `	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM([]byte(os.Getenv("${envOf(
    c,
    'caCertificate',
  )}")))
`
    : ''
}	dialer := &kafka.Dialer{
		SASLMechanism: mechanism,
${forTls(
  c,
  '		TLS:           &tls.Config{RootCAs: authorities},\n',
  '		TLS:           &tls.Config{},\n',
)}	}
	servers := strings.Split(os.Getenv("${envOf(c, 'bootstrapServers')}"), ",")
	connection, err := dialer.DialContext(context.Background(), "tcp", servers[0])
	if err != nil {
		panic(err)
	}
	defer connection.Close()
	brokers, err := connection.Brokers()
	fmt.Println(brokers, err)
}
`,
  node: c => `import { Kafka } from 'kafkajs';

const kafka = new Kafka({
  clientId: 'my-app',
  brokers: process.env.${envOf(c, 'bootstrapServers')}.split(','),
${forTls(
  c,
  `  ssl: { ca: [process.env.${envOf(c, 'caCertificate')}] },\n`,
  '  ssl: true,\n',
)}  sasl: {
    mechanism: 'scram-sha-512',
    username: process.env.${envOf(c, 'username')},
    password: process.env.${envOf(c, 'password')},
  },
});
const admin = kafka.admin();
await admin.connect();
console.log(await admin.listTopics());
await admin.disconnect();
`,
  python: c => `import os

from confluent_kafka.admin import AdminClient

admin = AdminClient({
    "bootstrap.servers": os.environ["${envOf(c, 'bootstrapServers')}"],
    "security.protocol": "${protocolOf(c)}",
    "sasl.mechanism": "${mechanismOf(c)}",
    "sasl.username": os.environ["${envOf(c, 'username')}"],
    "sasl.password": os.environ["${envOf(c, 'password')}"],
${
  hasCa(c)
    ? `    "ssl.ca.pem": os.environ["${envOf(c, 'caCertificate')}"],\n`
    : ''
}})
print(list(admin.list_topics(timeout=10).topics))
`,
};
