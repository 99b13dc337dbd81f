import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An operating system account without rights. */
export interface Account {
  uid: number;
  gid: number;
}

/** Where one server lives. */
export interface ServerPlace {
  /** Everything of this server lies below. */
  root: string;
  /** The server's data directory. */
  data: string;
  /** Private folder with a path short enough for a socket. */
  sockets: string;
  log: string;
  /** Remembers the process between lives of the sandbox. */
  identity: string;
  /** Whom the server runs as; undefined: as ourselves. */
  account: Account | undefined;
}

/** The account to run a server as when we are root, which PostgreSQL refuses and others should not be. */
export function unprivilegedAccount(names: string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'));
  for (const name of [...names, 'nobody']) {
    const found = accounts.find(fields => fields[0] === name);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  return undefined;
}

/** Whether any account may pass through all folders above a path. */
function isReachable(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) {
      return false;
    }
    if (dirname(folder) === folder) return true;
  }
}

const OUTSIDE = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
const OUTSIDE_PREFIX = 'jimu-sandbox-';
const ORIGIN = 'origin';

/**
 * The folder for servers of one operator. It lies below `dataDir`, or, where the servers' account cannot get there (a
 * checkout in root's home), in a folder of the system for temporary files that lasts, with a name derived from `dataDir`.
 */
export function serversFolder(dataDir: string, needsReach: boolean): string {
  if (!needsReach || isReachable(dataDir)) return join(dataDir, 'servers');
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return join(OUTSIDE, `${OUTSIDE_PREFIX}${name}`);
}

/** Makes the folder for servers. One that lies outside says where it belongs. */
export function makeServersFolder(folder: string, dataDir: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (folder.startsWith(dataDir)) return;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(folder, ORIGIN), dataDir);
}

/** Servers in a folder for servers, by the id of their volume. */
export const serversIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter(name => name !== ORIGIN) : [];

/** Folders outside that belong to data of a sandbox that somebody has removed since. */
export function abandonedFolders(): string[] {
  return readdirSync(OUTSIDE)
    .filter(name => name.startsWith(OUTSIDE_PREFIX))
    .map(name => join(OUTSIDE, name))
    .filter(folder => {
      const origin = join(folder, ORIGIN);
      try {
        return (
          statSync(origin).uid === process.getuid?.() &&
          !existsSync(readFileSync(origin, 'utf8'))
        );
      } catch {
        // Not ours, or gone in the meantime.
        return false;
      }
    });
}

function privateFolder(path: string, account: Account | undefined): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const owner = account?.uid ?? process.getuid?.();
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== 0)) {
    throw new Error(`${path} belongs to somebody else`);
  }
  if (account) chownSync(path, account.uid, account.gid);
  chmodSync(path, 0o700);
  return path;
}

// The kernel allows 107 characters for a socket's path on Linux, 103 on macOS.
const LONGEST_SOCKET_FOLDER = 80;

const socketsFolder = (folder: string, id: string) => {
  const inside = join(folder, id, 'run');
  return inside.length <= LONGEST_SOCKET_FOLDER
    ? inside
    : join(
        tmpdir(),
        `jimu-${createHash('sha256')
          .update(inside)
          .digest('hex')
          .slice(0, 12)}`,
      );
};

/** Makes the folders of one server. */
export function makePlace(
  folder: string,
  id: string,
  account: Account | undefined,
): ServerPlace {
  const root = join(folder, id);
  mkdirSync(root, { recursive: true, mode: 0o755 });
  return {
    root,
    data: privateFolder(join(root, 'data'), account),
    sockets: privateFolder(socketsFolder(folder, id), account),
    log: join(root, 'server.log'),
    identity: join(root, 'process.json'),
    account,
  };
}

/** Removes what is in a folder, but not the folder: whom it belongs to stays. */
export function emptyFolder(folder: string): void {
  for (const entry of readdirSync(folder)) {
    rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

/** Removes everything of one server. */
export function removePlace(folder: string, id: string): void {
  rmSync(socketsFolder(folder, id), { recursive: true, force: true });
  rmSync(join(folder, id), { recursive: true, force: true });
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
