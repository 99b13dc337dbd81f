import { basename } from 'node:path';
import type { JobHandler } from '../../controllers/kubelet/jobHandlers';
import type { SandboxApi, SandboxObject } from '../../types';
import { refOf } from '../runtime/children';
import { secretValue } from '../runtime/objects';
import { runProgram } from '../servers/programs';
import type { ClusterOperator } from './ClusterOperator';
import { CLUSTER } from './names';

/** What a command line of the mysql client asks for. */
export interface ClientCall {
  host: string;
  user: string;
  password?: string;
  database?: string;
  statements: string;
}

const valueFlags: Record<string, keyof ClientCall | 'port'> = {
  '-h': 'host',
  '--host': 'host',
  '-u': 'user',
  '--user': 'user',
  '-D': 'database',
  '--database': 'database',
  '-e': 'statements',
  '--execute': 'statements',
  '-P': 'port',
  '--port': 'port',
};
const plainFlags =
  /^(-[sNBvt]+|--(silent|batch|skip-column-names|verbose|no-defaults|protocol=tcp|connect-timeout=\d+))$/i;

/**
 * Reads a command line of `mysql` or `mariadb`.
 * @throws Error naming the first argument that is not understood: nothing is passed on to the client that was not checked.
 */
export function parseClientCall(args: string[]): ClientCall {
  const call: Record<string, string> = {
    host: '',
    user: 'root',
    statements: '',
  };
  const rest = [...args];
  while (rest.length) {
    const arg = rest.shift()!;
    const long = /^(--[a-z-]+)=(.*)$/s.exec(arg);
    const short = /^(-[huDePp])(.+)$/s.exec(arg);
    const parts = long ?? short;
    const flag = parts?.[1] ?? arg;
    const joined = parts?.[2];
    const field = valueFlags[flag];
    if (field) {
      const value = joined ?? rest.shift();
      if (value === undefined) throw new Error(`${flag} needs a value`);
      call[field] = value;
    } else if ((flag === '-p' || flag === '--password') && joined) {
      call.password = joined;
    } else if (!arg.startsWith('-') && !call.database) {
      call.database = arg;
    } else if (!plainFlags.test(arg)) {
      throw new Error(`unknown option '${arg}'`);
    }
  }
  return call as unknown as ClientCall;
}

function environmentOf(
  api: SandboxApi,
  pod: SandboxObject,
): Record<string, string> {
  const { namespace } = pod.metadata;
  const entries: { name: string; value?: string; valueFrom?: any }[] =
    pod.spec.containers[0].env ?? [];
  return Object.fromEntries(
    entries.map(({ name, value, valueFrom }) => {
      const reference = valueFrom?.secretKeyRef;
      const secret =
        reference &&
        api.get({
          apiVersion: 'v1',
          kind: 'Secret',
          name: reference.name,
          namespace,
        });
      return [name, value ?? secretValue(secret, reference?.key) ?? ''];
    }),
  );
}

// $(NAME) in a command is replaced by the kubelet.
const expand = (text: string, environment: Record<string, string>) =>
  text.replace(
    /\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g,
    (whole, name) => environment[name] ?? whole,
  );

/** Runs Jobs whose command is the mysql client against the real servers of the clusters. */
export function sqlJobHandler(
  api: SandboxApi,
  clusters: ClusterOperator,
): JobHandler {
  const clusterOf = (host: string, namespace: string) => {
    const [first, ...domain] = host.split('.');
    const direct = /^(.+)-(?:haproxy|haproxy-replicas|pxc)$/.exec(first);
    const perPod = /^.+-pxc-\d+$/.test(first)
      ? /^(.+)-pxc$/.exec(domain.shift() ?? '')
      : undefined;
    const name = (perPod ?? direct)?.[1];
    const key = name && { name, namespace: domain[0] ?? namespace };
    return key && api.get({ ...CLUSTER, ...key }) ? key : undefined;
  };

  return (job, pod) => {
    // Handlers are known to all sandboxes of a process; this one serves its own.
    if (api.get(refOf(job))?.metadata.uid !== job.metadata.uid) {
      return undefined;
    }
    const container = pod.spec.containers[0];
    const environment = environmentOf(api, pod);
    const [program, ...args] = [
      ...(container.command ?? []),
      ...(container.args ?? []),
    ].map((text: string) => expand(text, environment));
    if (!program || !['mysql', 'mariadb'].includes(basename(program))) {
      return undefined;
    }
    const run = async () => {
      const call = parseClientCall(args);
      const key = clusterOf(call.host, job.metadata.namespace!);
      if (!key) {
        return {
          exitCode: 1,
          log: `ERROR 2005 (HY000): Unknown server host '${call.host}' (-2)`,
        };
      }
      if (!clusters.isReal) {
        return { exitCode: 0, log: 'The server is simulated: nothing to do.' };
      }
      const server = clusters.serverOf(key);
      if (!server) {
        return {
          exitCode: 1,
          log: `ERROR 2002 (HY000): Can't connect to server on '${call.host}' (115)`,
        };
      }
      const { code, stdout, stderr } = await runProgram(
        server.program('mariadb'),
        [
          '--no-defaults',
          // Statements come through standard input and the client's own commands, which could start programs here, are off.
          '--binary-mode',
          '--host=127.0.0.1',
          `--port=${server.port}`,
          `--user=${call.user}`,
          ...(call.database ? [`--database=${call.database}`] : []),
        ],
        {
          input: call.statements,
          env: { MYSQL_PWD: call.password ?? environment.MYSQL_PWD ?? '' },
        },
      );
      return { exitCode: code, log: `${stdout}${stderr}` };
    };
    return run().catch((error: Error) => ({
      exitCode: 1,
      log: `${basename(program)}: ${error.message}`,
    }));
  };
}
