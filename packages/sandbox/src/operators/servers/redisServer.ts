import { connect } from 'node:net';
import type { ServerEngine, ServerRun } from './ServerEngine';

/** Settings of a redis-server. */
export interface RedisSettings {
  /** Undefined: no password. */
  password: string | undefined;
  /** Bytes; undefined: no limit. */
  maxMemory: number | undefined;
  /** Whether data lasts. */
  persistent: boolean;
}

const quoted = (value: string) => JSON.stringify(value);

/** Configuration in redis' own words. It goes through standard input: the password never lies in a file. */
function configuration(
  port: number,
  data: string,
  settings: RedisSettings,
): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${quoted(data)}`,
    'daemonize no',
    'logfile ""',
    'databases 16',
    ...(settings.persistent
      ? ['appendonly yes', 'save 900 1 300 10']
      : ['appendonly no', 'save ""']),
    ...(settings.maxMemory ? [`maxmemory ${settings.maxMemory}`] : []),
    ...(settings.password
      ? [
          `requirepass ${quoted(settings.password)}`,
          `masterauth ${quoted(settings.password)}`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Logs in, sends commands in redis' inline form and resolves with all replies; rejects on an error reply. */
function talk(
  port: number,
  password: string | undefined,
  commands: string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let reply = '';
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('connect', () => {
      const login = password ? [`AUTH ${quoted(password)}`] : [];
      socket.write([...login, ...commands, 'QUIT', ''].join('\r\n'));
    });
    socket.on('data', chunk => (reply += chunk));
    socket.on('end', () => {
      const wrong = /^-(.*)/m.exec(reply);
      if (wrong) reject(new Error(wrong[1]));
      else resolve(reply);
    });
  });
}

/**
 * Sets parameters of a running server, each as `<name> <value>`.
 * @throws Error in redis' words when it does not take one.
 */
export async function configureRedis(
  { port, settings }: ServerRun<RedisSettings>,
  parameters: string[],
): Promise<void> {
  const commands = parameters.map(parameter => {
    const [, name, value] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(parameter) ?? [];
    return `CONFIG SET ${quoted(name ?? '')} ${quoted(value ?? '')}`;
  });
  if (commands.length) await talk(port, settings.password, commands);
}

/** Real Redis. */
export const redisServer: ServerEngine<RedisSettings> = {
  name: 'redis-server',
  programs: ['redis-server'],
  accounts: ['redis'],
  stopSignal: 'SIGTERM',
  async prepare() {},
  launch: ({ place, port, settings }) => ({
    args: ['-'],
    input: configuration(port, place.data, settings),
  }),
  async probe({ port, settings }, pid) {
    const description = await talk(port, settings.password, ['INFO server']);
    if (!description.includes(`process_id:${pid}\r\n`)) {
      throw new Error(`port ${port} belongs to another server`);
    }
  },
};
