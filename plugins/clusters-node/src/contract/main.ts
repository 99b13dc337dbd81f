import path from 'node:path';
import { parseArgs } from 'node:util';
import { runContract } from './runContract';

const USAGE =
  'Usage: KUBECONFIG=<file> yarn test:cluster [--context NAME] [--only TEXT]';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { context: { type: 'string' }, only: { type: 'string' } },
  });
  const file = process.env.KUBECONFIG;
  if (!file) {
    console.error(`KUBECONFIG is not set. ${USAGE}`);
    return 2;
  }
  const failed = await runContract({
    connection: {
      type: 'kubeconfig',
      // Commands of package scripts start in the package; paths are meant from where the user is.
      file: path.resolve(process.env.INIT_CWD ?? process.cwd(), file),
      context: values.context,
    },
    only: values.only,
    print: line => console.log(line),
  });
  return failed === 0 ? 0 : 1;
}

main().then(
  code => process.exit(code),
  error => {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  },
);
