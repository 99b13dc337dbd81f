/** Steps that bring a checkout to where it can run: dependencies and the front end's build. Each is skipped when done. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import path from 'node:path';
import { root, say } from './bootstrap.mjs';
import { Refusal } from './refusal.mjs';
import { isFresh, markFresh } from './stamps.mjs';

const workspaces = ['packages', 'plugins'].flatMap(folder =>
  readdirSync(path.join(root, folder)).map(name => `${folder}/${name}`),
);

/** Installs exactly what the lock file says. */
export async function install(runtime) {
  const inputs = [
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...[...workspaces, 'e2e'].map(workspace => `${workspace}/package.json`),
  ];
  const state = path.join(root, 'node_modules/.yarn-state.yml');
  if (existsSync(state) && isFresh('install', inputs)) return;
  say(
    'Installing dependencies (about a minute; the first time is the longest)',
  );
  await yarn(runtime, ['install', '--immutable'], 'install');
  markFresh('install', inputs);
}

/** Builds the front end. */
export async function buildApp(runtime) {
  const inputs = [
    'yarn.lock',
    'backstage.json',
    ...workspaces
      .filter(
        workspace =>
          workspace !== 'packages/backend' && workspace !== 'packages/sandbox',
      )
      .filter(
        workspace => !/-(backend|node|backend-module-.*)$/.test(workspace),
      )
      .flatMap(workspace =>
        ['package.json', 'src', 'public', 'config.d.ts'].map(
          part => `${workspace}/${part}`,
        ),
      ),
  ];
  if (
    existsSync(path.join(root, 'packages/app/dist/index.html')) &&
    isFresh('app', inputs)
  )
    return;
  say('Building the front end (about half a minute)');
  await yarn(runtime, ['workspace', 'app', 'build'], 'build');
  markFresh('app', inputs);
}

/** Runs Yarn with its output in a log; the log's end is shown only when it fails. */
async function yarn(runtime, args, name) {
  const logs = path.join(root, '.cache');
  mkdirSync(logs, { recursive: true });
  const file = path.join(logs, `${name}.log`);
  const log = openSync(file, 'w');
  const status = await run(runtime, [runtime.yarn, ...args], {
    stdio: ['ignore', log, log],
  });
  if (status !== 0) {
    const tail = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-20)
      .join('\n');
    process.stderr.write(`${tail}\n`);
    throw new Refusal(
      `yarn ${args.join(' ')} failed; the whole output is in ${path.relative(
        process.cwd(),
        file,
      )}`,
    );
  }
}

/** Runs a program of Node's to its end. @returns {Promise<number>} its exit code */
export function run(runtime, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(runtime.node, args, {
      cwd: root,
      env: runtime.env,
      stdio: 'inherit',
      ...options,
    });
    const pass = signal => child.kill(signal);
    process.once('SIGINT', pass);
    process.once('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal ? 130 : 1));
    });
  });
}
