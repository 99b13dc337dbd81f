/**
 * Remembers, by a hash of its inputs, that a step was done, so that a second start skips it. A stamp is written only after
 * the step succeeded: a step that was cut off is done again.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);
const folder = path.join(root, '.cache');
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  '__snapshots__',
]);

/** @param {string[]} inputs files or folders, relative to the root */
export function isFresh(step, inputs) {
  const file = path.join(folder, step);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(inputs);
}

/** @param {string[]} inputs as given to isFresh */
export function markFresh(step, inputs) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, step), fingerprint(inputs));
}

export function forget(step) {
  rmSync(path.join(folder, step), { force: true });
}

function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) add(hash, path.join(root, input));
  return hash.digest('hex');
}

function add(hash, file) {
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) {
      if (!SKIPPED.has(name)) add(hash, path.join(file, name));
    }
    return;
  }
  hash.update(path.relative(root, file));
  hash.update(readFileSync(file));
}
