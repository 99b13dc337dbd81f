/** `npm test`: everything that must hold before a change lands, on a machine that has only Node.js, npm and git. */
import { say } from './bootstrap.mjs';
import { Refusal } from './refusal.mjs';
import { install, run } from './steps.mjs';

/** @returns {{ pattern: string[] }} arguments for Jest; with any, only the tests run */
export const readOptions = args => ({ pattern: args });

export async function main({ pattern }, runtime) {
  await install(runtime);
  const env = {
    ...runtime.env,
    CI: '1',
    // The configuration is checked as it stands; these have no fallback on purpose.
    JIMU_SESSION_SECRET: 'checked-only',
    JIMU_USER_CENTER_SECRET: 'checked-only',
  };
  const yarn = args => [runtime.yarn, ...args];
  const checks = [
    ['Types', yarn(['tsc'])],
    ['Lint', yarn(['lint'])],
    ['Configuration', yarn(['config:check'])],
    ['Offerings', yarn(['offerings:check'])],
  ];
  const failed = [];
  for (const [name, args] of pattern.length ? [] : checks) {
    say(name);
    if ((await run(runtime, args, { env })) !== 0) failed.push(name);
  }
  say('Tests');
  if (
    (await run(runtime, yarn(['test:unit', '--maxWorkers=2', ...pattern]), {
      env,
    })) !== 0
  ) {
    failed.push('Tests');
  }
  if (failed.length) throw new Refusal(`failed: ${failed.join(', ')}`);
  say('All green');
  return 0;
}
