/** `npm start`: the whole product on this machine. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root, say } from './bootstrap.mjs';
import { requireContext } from './kubeconfig.mjs';
import { readStartOptions } from './options.mjs';
import { requireFreePorts } from './ports.mjs';
import { Processes } from './processes.mjs';
import { Refusal } from './refusal.mjs';
import { readSecrets } from './secrets.mjs';
import { buildApp, install } from './steps.mjs';

export const readOptions = (args, env) => readStartOptions(args, env, root);

export async function main(options, runtime) {
  const began = Date.now();
  const { port, data } = options;
  const userCenterPort = port + 1;
  const kubernetesPort = port + 2;
  const adminPort = port + 3;
  await requireFreePorts([
    { port, for: 'portal' },
    { port: userCenterPort, for: 'user center' },
    ...(options.kubeconfig
      ? []
      : [{ port: kubernetesPort, for: 'sandbox Kubernetes API' }]),
    { port: adminPort, for: 'sandbox fault knobs' },
  ]);
  if (options.fresh) wipe(data);
  prepareFolder(data);

  await install(runtime);
  if (options.kubeconfig) {
    options.context = requireContext(options.kubeconfig, options.context);
  }
  await buildApp(runtime);

  const secrets = readSecrets(data);
  const env = environment(options, secrets);
  const processes = new Processes();
  const stopped = endOnSignals(processes);
  try {
    await startSandbox(processes, options, env, runtime);
    say('Starting the portal');
    await processes.start({
      name: 'portal',
      script: 'packages/backend/src/index.ts',
      args: ['--config', path.join(root, 'app-config.yaml')],
      env: { ...env, NODE_ENV: 'production' },
      logFile: path.join(data, 'logs/portal.log'),
      runtime,
      probe: () =>
        answers(`http://127.0.0.1:${port}/.backstage/health/v1/readiness`),
    });
    announce(options, began);
    const end = await Promise.race([stopped, processes.ended]);
    if (end?.name)
      throw new Refusal(
        `the ${end.name} ended ${end.how} (log: ${end.logFile})`,
      );
    return 0;
  } catch (error) {
    // A start that is cut off by Ctrl-C is no failure of the process that ended.
    if (stopped.signalled) return 0;
    throw error;
  } finally {
    await processes.stop();
  }
}

/** Starts the sandbox and waits until it serves; with --kubeconfig that is the user center alone. */
export async function startSandbox(processes, options, env, runtime) {
  say(
    options.kubeconfig
      ? 'Starting the user center'
      : 'Starting the sandbox: Kubernetes API, operators, user center',
  );
  await processes.start({
    name: 'sandbox',
    script: 'packages/sandbox/src/main.ts',
    env,
    logFile: path.join(options.data, 'logs/sandbox.log'),
    runtime,
    isReadyLine: line => line.trim() === 'sandbox ready',
  });
}

/** What the processes are told of each other. */
export function environment(options, secrets) {
  const { port, data, kubeconfig, context } = options;
  const portal = `http://localhost:${port}`;
  return {
    PORT: String(port),
    JIMU_DATA: data,
    JIMU_PORTAL_URL: portal,
    JIMU_USER_CENTER_URL: `http://localhost:${port + 1}`,
    JIMU_USER_CENTER_PORT: String(port + 1),
    JIMU_USER_CENTER_SECRET: secrets.userCenterClient,
    JIMU_SESSION_SECRET: secrets.session,
    JIMU_ORG: path.join(root, 'catalog/org'),
    JIMU_SANDBOX_DATA: path.join(data, 'sandbox'),
    JIMU_SANDBOX_PORT: String(port + 2),
    JIMU_SANDBOX_ADMIN_PORT: String(port + 3),
    ...(kubeconfig
      ? {
          JIMU_SANDBOX_ONLY_USER_CENTER: '1',
          JIMU_SANDBOX: 'false',
          JIMU_CLUSTER_TITLE: context,
          JIMU_EXPOSURE: process.env.JIMU_EXPOSURE ?? 'none',
          JIMU_KUBECONFIG: kubeconfig,
          JIMU_KUBE_CONTEXT: context,
        }
      : {
          JIMU_SANDBOX: 'true',
          JIMU_KUBECONFIG: path.join(data, 'sandbox/kubeconfig'),
        }),
  };
}

/** Like mkdir -p, which Node's own never ends below /proc. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  // Sessions and the sandbox's keys lie below: they are the owner's alone.
  mkdirSync(folder, { mode: 0o700 });
}

/** Makes the data folder, marked as ours. */
export function prepareFolder(data) {
  try {
    makeFolder(path.join(data, 'logs'));
    writeFileSync(
      path.join(data, '.jimu'),
      'Data of Jimu; `npm start -- --fresh` wipes this folder.\n',
    );
  } catch (error) {
    throw new Refusal(
      `JIMU_DATA: cannot write to ${data} (${error.code}); choose another folder`,
    );
  }
}

/** Wipes only a folder that Jimu made: a mistyped JIMU_DATA must not cost anybody a home directory. */
function wipe(data) {
  if (!existsSync(data)) return;
  if (!existsSync(path.join(data, '.jimu'))) {
    throw new Refusal(
      `--fresh: ${data} was not made by Jimu and is left alone; choose another JIMU_DATA`,
    );
  }
  rmSync(data, { recursive: true, force: true });
}

/** How often the process looks whether npm still lives, in milliseconds. */
const PARENT_CHECK_MS = 1000;

function endOnSignals(processes) {
  let signalled = false;
  const stopped = new Promise(resolve => {
    const end = () => {
      if (signalled) return;
      signalled = true;
      process.stdout.write('\n');
      say('Stopping');
      processes.stop().then(() => resolve());
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, end);
    }
    // npm runs scripts through a shell that dies of SIGTERM without passing it on.
    const parent = process.ppid;
    if (process.env.npm_lifecycle_event) {
      setInterval(
        () => process.ppid !== parent && end(),
        PARENT_CHECK_MS,
      ).unref();
    }
  });
  Object.defineProperty(stopped, 'signalled', { get: () => signalled });
  return stopped;
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // Not listening yet: the probe is asked again.
  }
}

function announce(options, began) {
  const seconds = Math.round((Date.now() - began) / 1000);
  const kubeconfig = shown(path.join(options.data, 'sandbox/kubeconfig'));
  const accounts = JSON.parse(
    readFileSync(path.join(options.data, 'sandbox/accounts.json'), 'utf8'),
  );
  const lines = [
    '',
    '  Sign in with a sample account:',
    ...accounts.map(
      ({ username, password, displayName, description }) =>
        `    ${username.padEnd(12)} ${password.padEnd(14)} ${displayName}  ${
          description ?? ''
        }`,
    ),
    '',
    ...(options.kubeconfig
      ? []
      : [
          `  The sandbox cluster: KUBECONFIG=${kubeconfig} kubectl get pods -A`,
        ]),
    `  Logs: ${shown(path.join(options.data, 'logs'))}   Stop: Ctrl-C`,
    '',
    `Jimu is ready at http://localhost:${options.port}   (${seconds} s)`,
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

/** A path as the user would type it: relative when it lies below the current folder. */
function shown(file) {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
