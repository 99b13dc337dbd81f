#!/usr/bin/env node
/** Browser journeys: `npm run test:journeys [-- arguments of Playwright]`. Needs chromium (or CHROMIUM, a path). */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { install, run } from './steps.mjs';

await runMain(async () => {
  const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(browser)) {
    throw new Refusal(
      `no browser at ${browser}; install chromium, or say where it is with CHROMIUM=path`,
    );
  }
  const runtime = bootstrap();
  await install(runtime);
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  const args = process.argv.slice(2);
  if (!args.some(arg => arg.startsWith('--project')))
    args.push('--project', 'journeys');
  return run(runtime, [
    playwright,
    'test',
    '--config',
    path.join(root, 'e2e/playwright.config.ts'),
    ...args,
  ]);
});
