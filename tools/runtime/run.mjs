#!/usr/bin/env node
/** Runs a TypeScript file of the workspace with its arguments: `node tools/runtime/run.mjs FILE [ARGUMENT...]`. */
import path from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { install, run } from './steps.mjs';

await runMain(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (!file) throw new Refusal('name the TypeScript file to run');
  const runtime = bootstrap();
  await install(runtime);
  return run(runtime, [
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    path.join(root, file),
    ...args,
  ]);
});
