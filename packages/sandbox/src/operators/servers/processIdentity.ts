import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What tells a process from a later one with the same id. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

/** When a process began, in the system's own words; undefined when there is no such process. */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the name in parentheses and may hold spaces; the start time is field 22, the state field 3.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return started || undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a process so that a later life of the sandbox finds it. */
export function writeIdentity(file: string, pid: number): void {
  const startedAt = processStart(pid);
  if (startedAt === undefined) return;
  writeFileSync(file, JSON.stringify({ pid, startedAt }), { mode: 0o600 });
}

/** The remembered process if it still runs, and is not another one that got its id. */
export function livingProcess(file: string): ProcessIdentity | undefined {
  let identity: ProcessIdentity;
  try {
    identity = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  return Number.isInteger(identity.pid) &&
    identity.pid > 1 &&
    processStart(identity.pid) === identity.startedAt
    ? identity
    : undefined;
}

const STEP_MS = 50;

/**
 * Ends the remembered process: asks with `signal`, insists with SIGKILL after `graceMs`. Forgets it in any case. Never
 * touches a process that is not the remembered one.
 */
export async function endRemembered(
  file: string,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  const identity = livingProcess(file);
  if (identity) {
    process.kill(identity.pid, signal);
    for (let waited = 0; livingProcess(file); waited += STEP_MS) {
      if (waited >= graceMs) {
        process.kill(identity.pid, 'SIGKILL');
        waited = 0;
      }
      await new Promise(resolve => setTimeout(resolve, STEP_MS));
    }
  }
  rmSync(file, { force: true });
}
