import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { writePrivateFile } from './api/http/privateFile';
import { readSettings } from './settings';
import { startSandbox } from './startSandbox';
import { sampleAccounts, startUserCenter } from './usercenter';

const parentCheckMs = 1000;
const log = (message: string) => process.stderr.write(`sandbox: ${message}\n`);

/** Starts what the environment asks for; answers how to end it. */
async function start(): Promise<() => Promise<void>> {
  const settings = readSettings(process.env);
  const { sandbox } = settings;
  if (sandbox.userCenter) {
    mkdirSync(sandbox.dataDir, { recursive: true, mode: 0o700 });
    // Whoever started the sandbox shows these.
    writePrivateFile(
      resolve(sandbox.dataDir, 'accounts.json'),
      JSON.stringify(sampleAccounts(sandbox.userCenter.orgFolder)),
    );
  }
  if (settings.onlyUserCenter) {
    const { stop } = await startUserCenter({
      ...sandbox.userCenter!,
      dataDir: resolve(sandbox.dataDir, 'user-center'),
      port: sandbox.ports?.userCenter ?? 0,
      log,
    });
    return stop;
  }
  return (await startSandbox({ ...sandbox, log })).stop;
}

/** Calls `onDeath` when the process that started this one has gone, however that came about. */
function followParent(parent: number | undefined, onDeath: () => void): void {
  if (parent === undefined) return;
  const timer = setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch (error) {
      // EPERM says that it lives and belongs to someone else.
      if ((error as { code?: string }).code !== 'EPERM') onDeath();
    }
  }, parentCheckMs);
  timer.unref();
}

function explain(error: unknown): string {
  const { code, port, message } = error as {
    code?: string;
    port?: number;
    message?: string;
  };
  if (code === 'EADDRINUSE') return `port ${port} is taken by another program`;
  if (code === 'EACCES' && port) return `port ${port} may not be used`;
  return message ?? String(error);
}

async function main(): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    // While it still starts there is nothing to end in an orderly way; the data survives a hard end.
    if (!stop) process.exit(0);
    stop().then(
      () => process.exit(0),
      error => {
        log(`could not end in order: ${explain(error)}`);
        process.exit(1);
      },
    );
  };
  // One loop that fails must not take the others with it; it is told and the rest goes on.
  process.on('unhandledRejection', error =>
    log(`unhandled: ${error instanceof Error ? error.stack : error}`),
  );
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  try {
    followParent(readSettings(process.env).parentPid, end);
    stop = await start();
    process.stdout.write('sandbox ready\n');
  } catch (error) {
    process.stderr.write(`The sandbox cannot start: ${explain(error)}\n`);
    process.exit(1);
  }
}

void main();
