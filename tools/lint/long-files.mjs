#!/usr/bin/env node
/** Warns of source files that are on the way to the line cap: time to ask whether they still have one reason to change. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const WARN_ABOVE = 250;
const EXEMPT =
  /(\.test\.tsx?|\/(zh|translation)[^/]*\.ts|\/translations\/.*|\/__fixtures__\/.*|\/src\/tests\/.*)$/;

const files = execFileSync(
  'git',
  ['ls-files', '*.ts', '*.tsx', '*.mjs', '*.js'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter(file => file && !EXEMPT.test(file));

for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n').length - 1;
  if (lines > WARN_ABOVE)
    process.stdout.write(
      `warning: ${file} has ${lines} lines; does it still have one reason to change?\n`,
    );
}
