import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './api/http/privateFile';
import { startSandbox } from './startSandbox';
import { sampleAccounts, startUserCenter } from './usercenter';

/** How often the process looks whether the one that started it still lives, in milliseconds. */
const parentCheckMs = 1000;

/**
 * The sandbox as a process of its own, configured by the environment:
 *
 * - `JIMU_SANDBOX_DATA` folder for everything it keeps
 * - `JIMU_SANDBOX_PORT`, `JIMU_SANDBOX_ADMIN_PORT`, `JIMU_USER_CENTER_PORT` ports on 127.0.0.1; any free one when left out
 * - `JIMU_PORTAL_URL` base URL of the portal, to which sign-in returns
 * - `JIMU_USER_CENTER_SECRET` secret of the portal's OpenID Connect client
 * - `JIMU_ORG` folder with the User and Group entities of the sample company
 * - `JIMU_SANDBOX_ONLY_USER_CENTER=1` no Kubernetes API
 * - `JIMU_SANDBOX_OPERATORS` `all` (default) or `none`
 * - `JIMU_SANDBOX_PACE` 1 (default) pleasant to watch, 0 as fast as possible
 * - `OPERATOR_CRDS` folder with CRD YAML whose schemas are enforced
 * - `JIMU_PARENT_PID` ends itself when that process is gone
 *
 * Prints `sandbox ready` once all of it serves.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const dataDir = required(env, 'JIMU_SANDBOX_DATA');
  const portal = required(env, 'JIMU_PORTAL_URL').replace(/\/$/, '');
  const orgFolder = required(env, 'JIMU_ORG');
  const log = (message: string) =>
    process.stdout.write(`${new Date().toISOString()} ${message}\n`);
  const userCenter = {
    clientSecret: required(env, 'JIMU_USER_CENTER_SECRET'),
    redirectUris: [`${portal}/api/auth/oidc/handler/frame`],
    postLogoutRedirectUris: [`${portal}/`],
    orgFolder,
  };
  const ports = {
    kubernetes: port(env, 'JIMU_SANDBOX_PORT'),
    admin: port(env, 'JIMU_SANDBOX_ADMIN_PORT'),
    userCenter: port(env, 'JIMU_USER_CENTER_PORT'),
  };

  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const running =
    env.JIMU_SANDBOX_ONLY_USER_CENTER === '1'
      ? await startUserCenter({
          ...userCenter,
          dataDir: join(dataDir, 'user-center'),
          port: ports.userCenter,
          log,
        })
      : await startSandbox({
          dataDir,
          ports,
          operators: env.JIMU_SANDBOX_OPERATORS === 'none' ? 'none' : 'all',
          pace: env.JIMU_SANDBOX_PACE ? Number(env.JIMU_SANDBOX_PACE) : 1,
          crdFolder: env.OPERATOR_CRDS || undefined,
          userCenter,
          log,
        });
  writePrivateFile(
    join(dataDir, 'accounts.json'),
    JSON.stringify(sampleAccounts(orgFolder)),
  );

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await running.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (env.JIMU_PARENT_PID) {
    setInterval(() => {
      if (!lives(Number(env.JIMU_PARENT_PID))) stop();
    }, parentCheckMs).unref();
  }
  process.stdout.write('sandbox ready\n');
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function port(env: NodeJS.ProcessEnv, name: string): number {
  const text = env[name] ?? '0';
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65535) {
    throw new Error(`${name} is "${text}"; it must be a port number`);
  }
  return value;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: no such process.
  }
}

main(process.env).catch((error: Error & { code?: string; port?: number }) => {
  const taken = error.code === 'EADDRINUSE';
  process.stderr.write(
    taken ? `port ${error.port} is taken\n` : `${error.message}\n`,
  );
  process.exit(1);
});
