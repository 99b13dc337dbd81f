/** `yarn dev`: the sandbox, and portal and front end in watch mode, for contributors. The front end is at port 3000. */
import path from 'node:path';
import { root, say } from './bootstrap.mjs';
import { requireContext } from './kubeconfig.mjs';
import { readStartOptions } from './options.mjs';
import { requireFreePorts } from './ports.mjs';
import { Processes } from './processes.mjs';
import { prepareFolder, startSandbox, environment } from './start.mjs';
import { install, run } from './steps.mjs';
import { readSecrets } from './secrets.mjs';

const FRONT_END_PORT = 3000;

export const readOptions = (args, env) => readStartOptions(args, env, root);

export async function main(options, runtime) {
  await requireFreePorts([
    { port: options.port, for: 'portal' },
    { port: FRONT_END_PORT, for: 'front end' },
  ]);
  prepareFolder(options.data);
  await install(runtime);
  if (options.kubeconfig) {
    options.context = requireContext(options.kubeconfig, options.context);
  }
  const env = environment(options, readSecrets(options.data));
  const processes = new Processes();
  try {
    await startSandbox(processes, options, env, runtime);
    say(`Watching; open http://localhost:${FRONT_END_PORT}`);
    return await run(
      runtime,
      [
        runtime.yarn,
        'backstage-cli',
        'repo',
        'start',
        '--config',
        path.join(root, 'app-config.yaml'),
        '--config',
        path.join(root, 'app-config.dev.yaml'),
      ],
      { env: { ...runtime.env, ...env, NODE_ENV: 'development' } },
    );
  } finally {
    await processes.stop();
  }
}
