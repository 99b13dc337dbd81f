/** Command line and environment of `npm start`, checked before anything happens. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.mjs';

const DEFAULT_PORT = 7007;
/** The sandbox listens on the three ports after the portal's. */
const PORTS = 4;

const USAGE =
  'npm start -- [--kubeconfig FILE [--context NAME]] [--fresh]; PORT and JIMU_DATA in the environment';

/**
 * @typedef {object} StartOptions
 * @property {number} port of the portal; user center, Kubernetes API and fault knobs listen on the next three
 * @property {string} data absolute path of the folder that holds everything the portal and the sandbox keep
 * @property {string} [kubeconfig] absolute path; that cluster instead of the sandbox's
 * @property {string} [context] of the kubeconfig; its current one when left out
 * @property {boolean} fresh wipe the data first
 */

/** @returns {StartOptions} */
export function readStartOptions(args, env, root) {
  const options = {
    port: readPort(env.PORT),
    data: path.resolve(root, env.JIMU_DATA || '.data'),
    kubeconfig: undefined,
    context: undefined,
    fresh: false,
  };
  const rest = args.flatMap(splitEquals);
  while (rest.length > 0) {
    const arg = rest.shift();
    if (arg === '--fresh') options.fresh = true;
    else if (arg === '--kubeconfig')
      options.kubeconfig = readFile(arg, rest.shift());
    else if (arg === '--context')
      options.context = readValue(arg, rest.shift());
    else throw new Refusal(`unknown option "${arg}"; use ${USAGE}`);
  }
  if (options.context && !options.kubeconfig) {
    throw new Refusal('--context goes with --kubeconfig');
  }
  readCrdFolder(env.OPERATOR_CRDS);
  return options;
}

function splitEquals(arg) {
  const at = arg.indexOf('=');
  return arg.startsWith('--') && at > 0
    ? [arg.slice(0, at), arg.slice(at + 1)]
    : [arg];
}

function readPort(text) {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  const highest = 65535 - PORTS + 1;
  if (!/^\d+$/.test(text) || port < 1 || port > highest) {
    throw new Refusal(
      `PORT is "${text}"; it must be a number from 1 to ${highest}`,
    );
  }
  return port;
}

function readValue(option, value) {
  if (!value || value.startsWith('--'))
    throw new Refusal(`${option} needs a value; use ${USAGE}`);
  return value;
}

function readFile(option, value) {
  const file = path.resolve(
    process.env.INIT_CWD ?? process.cwd(),
    readValue(option, value),
  );
  if (!existsSync(file)) {
    throw new Refusal(`${option}: there is no file ${file}`);
  }
  if (!statSync(file).isFile()) {
    throw new Refusal(`${option}: ${file} is not a file`);
  }
  return file;
}

/** Folder with CRD YAML for the sandbox. */
function readCrdFolder(value) {
  if (!value) return;
  const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), value);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Refusal(`OPERATOR_CRDS: there is no folder ${folder}`);
  }
}
