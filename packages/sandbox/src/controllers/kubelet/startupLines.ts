/** Which kind of program an image is taken for, and what that prints when it starts. `{time}` is RFC 3339. */
const programs: { image: RegExp; lines: string[] }[] = [
  {
    image: /nginx|openresty/,
    lines: [
      '/docker-entrypoint.sh: Configuration complete; ready for start up',
      '[notice] 1#1: using the "epoll" event method',
      '[notice] 1#1: start worker processes',
    ],
  },
  {
    image: /redis|valkey/,
    lines: [
      '1:C * Redis is starting',
      '1:M * Running mode=standalone, port=6379.',
      '1:M * Server initialized',
      '1:M * Ready to accept connections tcp',
    ],
  },
  {
    image: /mysql|mariadb|percona|pxc/,
    lines: [
      '[System] [MY-010116] [Server] mysqld starting as process 1',
      '[System] [MY-013577] [InnoDB] InnoDB initialization has ended.',
      '[System] [MY-010931] [Server] mysqld: ready for connections. port: 3306',
    ],
  },
  {
    image: /postgres|cnpg/,
    lines: [
      'LOG:  starting PostgreSQL',
      'LOG:  listening on IPv4 address "0.0.0.0", port 5432',
      'LOG:  database system is ready to accept connections',
    ],
  },
  {
    image: /kafka|strimzi/,
    lines: [
      'INFO Starting KafkaServer (kafka.server.KafkaRaftServer)',
      'INFO [BrokerServer id=0] Transition from STARTING to STARTED (kafka.server.BrokerServer)',
      'INFO Kafka Server started (kafka.server.KafkaRaftServer)',
    ],
  },
  {
    image: /java|jdk|jre|spring|temurin/,
    lines: [
      'INFO 1 --- [main] Application : Starting Application',
      'INFO 1 --- [main] o.s.b.w.e.tomcat.TomcatWebServer : Tomcat initialized with port 8080 (http)',
      'INFO 1 --- [main] Application : Started Application in 2.41 seconds',
    ],
  },
];

const anyProgram = [
  'starting',
  'configuration loaded',
  'listening on :8080',
  'ready',
];

const crashes: Record<string, string> = {
  Error: 'fatal: cannot start: configuration is invalid',
};

/** What a container of this image prints when it starts. */
export function startupLines(image: string): string[] {
  const name = image.split('@')[0].toLowerCase();
  const program = programs.find(p => p.image.test(name));
  return program?.lines ?? anyProgram;
}

/** The last words of a container that ended badly, if it had time for any. */
export const lastWords = (reason: string): string[] =>
  crashes[reason] ? [crashes[reason]] : [];
