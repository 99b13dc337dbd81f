#!/usr/bin/env node
/** Front door of `npm start`, `npm test` and `yarn dev`: brings Node.js and Yarn along, then runs the command. */
import { bootstrap } from './bootstrap.mjs';
import { Refusal, runMain } from './refusal.mjs';

const commands = {
  start: () => import('./start.mjs'),
  test: () => import('./test.mjs'),
  dev: () => import('./dev.mjs'),
};

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const load = commands[name];
  if (!load) {
    throw new Refusal(
      `unknown command "${name ?? ''}"; there are ${Object.keys(commands).join(
        ', ',
      )}`,
    );
  }
  const command = await load();
  // Options are checked before anything is fetched or built.
  const options = command.readOptions(args, process.env);
  return command.main(options, bootstrap());
});
