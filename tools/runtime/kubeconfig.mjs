/** Checks a kubeconfig before anything is started with it. Runs after the installation: it reads YAML with a dependency. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './bootstrap.mjs';
import { Refusal } from './refusal.mjs';

const require = createRequire(path.join(root, 'package.json'));

/**
 * @param {string} file
 * @param {string} [context] its current context when left out
 * @returns {string} the name of the context that will be used
 * @throws {Refusal} that names what is missing
 */
export function requireContext(file, context) {
  const config = parse(file);
  if (!Array.isArray(config?.contexts) || !Array.isArray(config?.clusters)) {
    throw new Refusal(
      `--kubeconfig: ${file} is not a kubeconfig; it has no contexts and clusters`,
    );
  }
  const names = config.contexts.map(({ name }) => name);
  const known = names.length ? `it has ${names.join(', ')}` : 'it has none';
  const wanted = context ?? config['current-context'];
  if (!wanted) {
    throw new Refusal(
      `--kubeconfig: ${file} has no current context; choose one with --context (${known})`,
    );
  }
  if (!names.includes(wanted)) {
    throw new Refusal(
      `--context: ${file} has no context "${wanted}"; ${known}`,
    );
  }
  return wanted;
}

function parse(file) {
  try {
    return require('yaml').parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(
      `--kubeconfig: ${file} cannot be read as YAML: ${
        error.message.split('\n')[0]
      }`,
    );
  }
}
