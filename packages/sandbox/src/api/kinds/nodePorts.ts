import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Ports that Services of type NodePort get. */
export const nodePortRange = { first: 30_000, last: 32_767 };

const listening = '0A';

function listeningPorts(): Set<number> {
  const ports = new Set<number>();
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
      const [, local, , state] = line.trim().split(/\s+/);
      if (state === listening) ports.add(parseInt(local.split(':')[1], 16));
    }
  }
  return ports;
}

function canBeBound(port: number): boolean {
  const script =
    "require('net').createServer().once('error',()=>process.exit(1)).listen(+process.argv[1],'127.0.0.1',()=>process.exit(0))";
  try {
    execFileSync(process.execPath, ['-e', script, String(port)], {
      stdio: 'ignore',
      timeout: 5000,
    });
    return true;
  } catch {
    // The exit code says that the port is taken.
    return false;
  }
}

/** Whether nothing on this machine listens on a port, so that a server of the sandbox can. */
function isFree(port: number, taken: () => Set<number>): boolean {
  return existsSync('/proc/net/tcp') ? !taken().has(port) : canBeBound(port);
}

/** A random node port that no Service has and nothing listens on; `undefined` when there is none. */
export function freeNodePort(used: Set<number>): number | undefined {
  const { first, last } = nodePortRange;
  const size = last - first + 1;
  const start = Math.floor(Math.random() * size);
  let known: Set<number> | undefined;
  const taken = () => (known ??= listeningPorts());
  for (let i = 0; i < size; i += 1) {
    const port = first + ((start + i) % size);
    if (!used.has(port) && isFree(port, taken)) return port;
  }
  return undefined;
}
