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

/** Remembers a process so that a later life of the sandbox finds it; undefined when it is gone already. */
export function writeIdentity(
  file: string,
  pid: number,
): ProcessIdentity | undefined {
  const startedAt = processStart(pid);
  if (startedAt === undefined) return undefined;
  const identity = { pid, startedAt };
  writeFileSync(file, JSON.stringify(identity), { mode: 0o600 });
  return identity;
}

const isAlive = ({ pid, startedAt }: ProcessIdentity) =>
  Number.isInteger(pid) && pid > 1 && processStart(pid) === startedAt;

function readIdentity(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const STEP_MS = 50;

/**
 * Ends a process: asks with `signal`, insists with SIGKILL after `graceMs`. Never touches another one that got its id.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  if (!isAlive(identity)) return;
  process.kill(identity.pid, signal);
  for (let waited = 0; isAlive(identity); waited += STEP_MS) {
    if (waited >= graceMs) {
      process.kill(identity.pid, 'SIGKILL');
      waited = 0;
    }
    await new Promise(resolve => setTimeout(resolve, STEP_MS));
  }
}

/** Ends the process that a file remembers, and forgets it. */
export async function endRemembered(
  file: string,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  const identity = readIdentity(file);
  if (identity) await endProcess(identity, signal, graceMs);
  rmSync(file, { force: true });
}
