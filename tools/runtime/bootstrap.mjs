/**
 * Makes sure of Node.js >= 24 and Yarn. Runs on whatever Node the machine has (20 or newer), so it may use nothing but
 * Node itself. A Node that is new enough is used as it is; otherwise the pinned one comes from the npm registry.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.mjs';
import { isFresh, markFresh } from './stamps.mjs';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);
const runtime = path.join(root, 'tools/runtime');
const modules = path.join(runtime, 'node_modules');

/** Lowest major version of Node.js that the portal runs on. */
const NEEDED_MAJOR = 24;

/**
 * @returns {{ node: string, yarn: string, env: NodeJS.ProcessEnv }} paths of the two programs, and an environment in
 * which every child finds them first
 */
export function bootstrap() {
  const inputs = [
    'tools/runtime/package.json',
    'tools/runtime/package-lock.json',
  ];
  if (
    !existsSync(path.join(modules, '@yarnpkg')) ||
    !isFresh('runtime', inputs)
  ) {
    say('Fetching Node.js and Yarn from the npm registry');
    const npm = spawnSync(
      process.platform === 'win32' ? 'npm.cmd' : 'npm',
      [
        'ci',
        '--prefix',
        runtime,
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], cwd: runtime },
    );
    if (npm.error)
      throw new Refusal('npm is missing; install Node.js with npm');
    if (npm.status !== 0) {
      throw new Refusal(
        'npm could not fetch Node.js and Yarn; see its message above',
      );
    }
    markFresh('runtime', inputs);
  }
  const node = findNode();
  const yarn = path.join(modules, '@yarnpkg/cli-dist/bin/yarn.js');
  const env = {
    ...process.env,
    PATH: [
      path.dirname(node),
      path.join(modules, '.bin'),
      process.env.PATH,
    ].join(path.delimiter),
  };
  // Compiled dependencies are kept: a second start spends a third less time.
  env.NODE_COMPILE_CACHE ??= path.join(root, '.cache/compiled');
  // node-gyp finds the headers of the Node at hand and need not fetch them.
  const headers = path.resolve(path.dirname(node), '..');
  if (existsSync(path.join(headers, 'include/node'))) {
    env.npm_config_nodedir = headers;
  }
  return { node, yarn, env };
}

function findNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NEEDED_MAJOR) return process.execPath;
  const packages = Object.keys(
    JSON.parse(readFileSync(path.join(runtime, 'package.json'), 'utf8'))
      .optionalDependencies,
  );
  const found = packages
    .map(name => path.join(modules, name, 'bin/node'))
    .find(file => existsSync(file));
  if (!found) {
    throw new Refusal(
      `No Node.js ${NEEDED_MAJOR} comes for ${process.platform} ${process.arch}; install Node.js ${NEEDED_MAJOR} or newer and try again`,
    );
  }
  return found;
}

/** A line of progress. */
export function say(text) {
  process.stdout.write(`▸ ${text}\n`);
}
