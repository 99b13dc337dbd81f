import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const data = process.env.JIMU_DATA ?? path.join(__dirname, '../output/data');

/** Where programs of servers lie that are not on everybody's PATH. */
const folders = [
  ...(process.env.PATH ?? '').split(path.delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
];

/** True when the program is installed. */
export function installed(program: string): boolean {
  return folders.some(folder => existsSync(path.join(folder, program)));
}

/** Runs a program to its end and answers what it printed. */
export function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', timeout: 20_000 });
}

/** kubectl against the sandbox's cluster, as its admin. */
export function kubectl(...args: string[]): string {
  return run(
    'kubectl',
    '--kubeconfig',
    path.join(data, 'sandbox/kubeconfig'),
    ...args,
  );
}

/** Kinds that an instance may leave objects of. */
const KINDS = [
  'pods,statefulsets,deployments,jobs,services,secrets,configmaps,persistentvolumeclaims',
  'redisreplications.redis.redis.opstreelabs.in',
  'perconaxtradbclusters.pxc.percona.com',
  'kafkas.kafka.strimzi.io,kafkanodepools.kafka.strimzi.io,kafkausers.kafka.strimzi.io',
  'clusters.postgresql.cnpg.io,databaseroles.postgresql.cnpg.io,databases.postgresql.cnpg.io',
].join(',');

/** Names of all objects in the namespace whose name holds the text. */
export function objectsNamed(namespace: string, text: string): string[] {
  return kubectl('get', KINDS, '-n', namespace, '-o', 'name')
    .split('\n')
    .filter(line => line.includes(text));
}
