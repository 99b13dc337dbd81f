/** Starts the long-running processes, waits until they are ready, and ends them all together. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { root } from './bootstrap.mjs';
import { Refusal } from './refusal.mjs';

/** A process gets this long to end by itself before it is killed. */
const GRACE_MS = 10_000;
const TRANSFORM = '@backstage/cli/config/nodeTransform.cjs';
/** Half of V8's own choice: start-up garbage is collected sooner and the peak stays 100 MiB lower. */
const SEMI_SPACE_MIB = 8;

export class Processes {
  #running = new Map();
  #stopping = false;
  #ended;

  constructor() {
    this.ended = new Promise(resolve => {
      this.#ended = resolve;
    });
  }

  /**
   * Starts a TypeScript program. Its output goes to a log file. Ready is what `isReadyLine` says of a line of its output,
   * or what `probe` answers when asked again and again. Resolves once ready, rejects when the process ends before.
   */
  start({
    name,
    script,
    args = [],
    env,
    logFile,
    runtime,
    isReadyLine,
    probe,
  }) {
    const child = spawn(
      runtime.node,
      [
        '--enable-source-maps',
        `--max-semi-space-size=${SEMI_SPACE_MIB}`,
        '--require',
        path.join(root, 'tools/runtime/follow-parent.cjs'),
        '--require',
        TRANSFORM,
        path.join(root, script),
        ...args,
      ],
      {
        cwd: root,
        env: { ...runtime.env, ...env, JIMU_PARENT_PID: String(process.pid) },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#running.set(name, child);
    const log = createWriteStream(logFile, { flags: 'w' });
    return new Promise((resolve, reject) => {
      const lastErrors = [];
      const follow = (stream, isError) => {
        let rest = '';
        stream.setEncoding('utf8');
        stream.on('data', chunk => {
          log.write(chunk);
          const lines = (rest + chunk).split('\n');
          rest = lines.pop();
          for (const line of lines) {
            if (isError && line.trim()) lastErrors.push(line);
            if (lastErrors.length > 5) lastErrors.shift();
            if (isReadyLine?.(line)) resolve();
          }
        });
      };
      follow(child.stdout, false);
      follow(child.stderr, true);
      let polling;
      if (probe) {
        polling = setInterval(async () => {
          if (await probe()) {
            clearInterval(polling);
            resolve();
          }
        }, 200);
      }
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        clearInterval(polling);
        this.#running.delete(name);
        log.end();
        const how = signal ? `by ${signal}` : `with code ${code}`;
        const said = lastErrors.length ? `: ${lastErrors.join(' ')}` : '';
        reject(
          new Refusal(
            `the ${name} ended ${how}${said} (log: ${path.relative(
              process.cwd(),
              logFile,
            )})`,
          ),
        );
        if (!this.#stopping) this.#ended({ name, how, logFile });
      });
    });
  }

  /** Ends all, the last started first. */
  async stop() {
    this.#stopping = true;
    for (const child of [...this.#running.values()].reverse()) {
      await endChild(child);
    }
  }
}

function endChild(child) {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
