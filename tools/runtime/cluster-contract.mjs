// Runs the cluster contract against the cluster of $KUBECONFIG: `KUBECONFIG=<file> yarn test:cluster [--context NAME] [--only TEXT]`.
// It makes a namespace of its own, deletes it afterwards, and exits with 0 when every check holds, 1 when one fails, and
// 2 when it could not begin.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const child = spawn(
  process.execPath,
  [
    '--no-warnings',
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    'plugins/clusters-node/src/contract/main.ts',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, INIT_CWD: process.env.INIT_CWD ?? process.cwd() },
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : code ?? 1;
});
