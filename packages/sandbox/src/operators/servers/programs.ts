import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const versionedFolders = ['/usr/lib/postgresql', '/usr/local/lib/postgresql'];
const plainFolders = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/bin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/postgresql/bin',
  '/opt/homebrew/opt/mariadb/bin',
];

function searchPath(): string[] {
  const versioned = versionedFolders.filter(existsSync).flatMap(folder =>
    readdirSync(folder)
      .sort((a, b) => Number(b) - Number(a))
      .map(version => join(folder, version, 'bin')),
  );
  const fromEnvironment = (process.env.PATH ?? '').split(delimiter);
  return [...versioned, ...fromEnvironment, ...plainFolders].filter(Boolean);
}

/** Full path of an installed program; also looks where servers are kept off the PATH. */
export function findProgram(name: string): string | undefined {
  for (const folder of searchPath()) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** How a program is run to its end. */
export interface RunOptions {
  input?: string;
  /** Added to PATH, HOME and LANG; nothing else of our own environment is passed on. */
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  timeoutMs?: number;
  cwd?: string;
}

/** Environment of every child process: no secrets of our own leak into it. */
export const childEnvironment = (extra: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  LANG: 'C.UTF-8',
  // Times in logs.
  TZ: 'UTC',
  ...extra,
});

/** A finished program. */
export interface ProgramOutput {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end and answers what it wrote, whatever its exit code.
 * @throws Error when it cannot be started or takes longer than `timeoutMs` (default 60 s).
 */
export function runProgram(
  file: string,
  args: string[],
  options: RunOptions = {},
): Promise<ProgramOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? '/',
      env: childEnvironment(options.env),
      uid: options.uid,
      gid: options.gid,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    const limit = options.timeoutMs ?? 60_000;
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${file} took longer than ${limit} ms`));
    }, limit);
    child.stdout.on('data', chunk => (stdout += chunk));
    child.stderr.on('data', chunk => (stderr += chunk));
    child.on('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, stdout, stderr });
    });
    // A program that ends before reading its input is judged by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/**
 * Runs a program that has to succeed.
 * @throws Error with what it wrote to stderr when its exit code is not 0.
 */
export async function mustRun(
  file: string,
  args: string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(file, args, options);
  if (code !== 0) {
    throw new Error((stderr || stdout).trim() || `${file} ended with ${code}`);
  }
  return stdout;
}
