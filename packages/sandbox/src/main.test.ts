import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const transform = createRequire(__filename).resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);
const script = resolve(__dirname, 'main.ts');

interface Run {
  child: ChildProcess;
  output(): { stdout: string; stderr: string };
  /** Resolves with the exit code or the signal. */
  ended: Promise<number | string>;
  ready: Promise<void>;
}

// Each test starts processes, and they share the machine with other tests.
jest.setTimeout(60_000);

describe('the process', () => {
  let folder: string;
  const runs: Run[] = [];

  function run(environment: Record<string, string>): Run {
    const child = spawn(process.execPath, ['--require', transform, script], {
      env: {
        PATH: process.env.PATH,
        JIMU_SANDBOX_DATA: folder,
        JIMU_SANDBOX_OPERATORS: 'none',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = { stdout: '', stderr: '' };
    child.stdout!.on('data', chunk => (text.stdout += chunk));
    child.stderr!.on('data', chunk => (text.stderr += chunk));
    const ended = once(child, 'close').then(([code, signal]) => signal ?? code);
    const ready = new Promise<void>((done, fail) => {
      child.stdout!.on('data', () => {
        if (text.stdout.includes('sandbox ready\n')) done();
      });
      child.on('close', () => fail(new Error(`ended early: ${text.stderr}`)));
    });
    // A test that expects the end awaits `ended`; one that awaits `ready` still sees the failure.
    ready.catch(() => {});
    const started = { child, output: () => text, ended, ready };
    runs.push(started);
    return started;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-process-'));
  });
  afterEach(async () => {
    for (const { child, ended } of runs.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('says one line when it is up, keeps its kubeconfig over kill -9, ends on SIGTERM', async () => {
    const first = run({});
    await first.ready;
    expect(first.output().stdout).toBe('sandbox ready\n');
    const file = join(folder, 'kubeconfig');
    const kubeconfig = readFileSync(file, 'utf8');
    expect(parse(kubeconfig)['current-context']).toBe('sandbox');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = run({});
    await second.ready;
    expect(readFileSync(file, 'utf8')).toBe(kubeconfig);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('says in one line which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { ended, output } = run({ JIMU_SANDBOX_PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toEqual({
      stdout: '',
      stderr: `The sandbox cannot start: port ${port} is taken by another program\n`,
    });
    taken.close();
  });

  it('says in one line what is set wrong, and which folder is in use', async () => {
    const wrong = run({ JIMU_SANDBOX_OPERATORS: 'some' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output().stderr).toBe(
      'The sandbox cannot start: JIMU_SANDBOX_OPERATORS must be all or none, not some\n',
    );
    const first = run({});
    await first.ready;
    const second = run({});
    expect(await second.ended).toBe(1);
    expect(second.output().stderr).toContain('is in use by another sandbox');
  });

  it('ends when its parent has gone', async () => {
    const parent = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000)',
    ]);
    const { ended, ready } = run({ JIMU_PARENT_PID: String(parent.pid) });
    await ready;
    parent.kill('SIGKILL');
    expect(await ended).toBe(0);
  });
});
