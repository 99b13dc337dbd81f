import path from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** How the portal gets to a cluster. */
export type ClusterConnection =
  | { type: 'kubeconfig'; file: string; context?: string }
  | {
      type: 'url';
      url: URL;
      ca?: string;
      caFile?: string;
      token?: string;
      tokenFile?: string;
      skipTlsVerify: boolean;
    }
  | { type: 'inCluster' };

/** One entry of `jimu.clusters`. */
export interface ClusterConfig {
  name: string;
  title: string;
  sandbox: boolean;
  connection: ClusterConnection;
}

const KEYS = [
  'name',
  'title',
  'sandbox',
  'kubeconfig',
  'url',
  'ca',
  'caFile',
  'token',
  'tokenFile',
  'skipTlsVerify',
  'inCluster',
];
const URL_ONLY_KEYS = ['ca', 'caFile', 'token', 'tokenFile', 'skipTlsVerify'];
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Reads and checks `jimu.clusters`. Files are not opened: one that appears later makes its cluster healthy later.
 *
 * @throws InputError that names the key at fault and what it may be
 */
export function readClustersConfig(config: Config): ClusterConfig[] {
  const clusters = (config.getOptionalConfigArray('jimu.clusters') ?? []).map(
    (entry, index) => readCluster(entry, `jimu.clusters[${index}]`),
  );
  clusters.forEach(({ name }, index) => {
    const first = clusters.findIndex(other => other.name === name);
    if (first !== index) {
      throw new InputError(
        `jimu.clusters[${index}].name: "${name}" is already the name of jimu.clusters[${first}]; every cluster needs its own`,
      );
    }
  });
  return clusters;
}

function readCluster(entry: Config, at: string): ClusterConfig {
  const unknown = entry.keys().find(key => !KEYS.includes(key));
  if (unknown) {
    throw new InputError(
      `${at}.${unknown} is not a known key; known are ${KEYS.join(', ')}`,
    );
  }
  const name = entry.getString('name');
  if (!DNS_LABEL.test(name)) {
    throw new InputError(
      `${at}.name: "${name}" must be at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends`,
    );
  }
  return {
    name,
    title: entry.getOptionalString('title') ?? name,
    sandbox: entry.getOptionalBoolean('sandbox') ?? false,
    connection: readConnection(entry, at),
  };
}

function readConnection(entry: Config, at: string): ClusterConnection {
  const inCluster = entry.getOptionalBoolean('inCluster') ?? false;
  const given = [
    ...(entry.has('kubeconfig') ? ['kubeconfig'] : []),
    ...(entry.has('url') ? ['url'] : []),
    ...(inCluster ? ['inCluster'] : []),
  ];
  if (given.length !== 1) {
    throw new InputError(
      `${at} needs exactly one of kubeconfig, url and inCluster: true, and has ${
        given.join(' and ') || 'none'
      }`,
    );
  }
  if (given[0] === 'url') {
    return readUrl(entry, at);
  }
  const stray = URL_ONLY_KEYS.find(key => entry.has(key));
  if (stray) {
    throw new InputError(
      `${at}.${stray} goes with url only; ${given[0]} brings its own`,
    );
  }
  if (given[0] === 'inCluster') {
    return { type: 'inCluster' };
  }
  const kubeconfig = entry.getConfig('kubeconfig');
  const unknown = kubeconfig
    .keys()
    .find(key => key !== 'file' && key !== 'context');
  if (unknown) {
    throw new InputError(
      `${at}.kubeconfig.${unknown} is not a known key; known are file, context`,
    );
  }
  return {
    type: 'kubeconfig',
    file: path.resolve(kubeconfig.getString('file')),
    context: kubeconfig.getOptionalString('context'),
  };
}

function readUrl(entry: Config, at: string): ClusterConnection {
  const ca = entry.getOptionalString('ca');
  const caFile = entry.getOptionalString('caFile');
  const token = entry.getOptionalString('token');
  const tokenFile = entry.getOptionalString('tokenFile');
  const skipTlsVerify = entry.getOptionalBoolean('skipTlsVerify') ?? false;
  if (ca !== undefined && caFile !== undefined) {
    throw new InputError(`${at} has both ca and caFile; keep one of them`);
  }
  if (skipTlsVerify && (ca !== undefined || caFile !== undefined)) {
    throw new InputError(
      `${at}.skipTlsVerify: true makes ${
        ca === undefined ? 'caFile' : 'ca'
      } meaningless; keep one of them`,
    );
  }
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InputError(
      `${at}.ca is not a PEM certificate (-----BEGIN CERTIFICATE-----)`,
    );
  }
  if ((token === undefined) === (tokenFile === undefined)) {
    throw new InputError(
      `${at} needs exactly one of token and tokenFile beside url`,
    );
  }
  if (token !== undefined && /[^\x21-\x7e]/.test(token.trim())) {
    throw new InputError(
      `${at}.token holds white space or characters that no bearer token has`,
    );
  }
  return {
    type: 'url',
    url: parseServerUrl(entry.getString('url'), `${at}.url`),
    ca,
    caFile: caFile && path.resolve(caFile),
    token: token?.trim(),
    tokenFile: tokenFile && path.resolve(tokenFile),
    skipTlsVerify,
  };
}

/**
 * Checks the address of an API server.
 *
 * @param key - names the address in errors
 */
export function parseServerUrl(text: string, key: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The text is not repeated: it may hold a password.
    throw new InputError(
      `${key} is not a URL; write it like https://10.0.0.1:6443`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `${key} must not hold a user name or password; use token or tokenFile`,
    );
  }
  if (url.search || url.hash) {
    throw new InputError(`${key} must not have a query or fragment`);
  }
  const loopback =
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new InputError(
      `${key} must begin with https:// (plain http is accepted on loopback only)`,
    );
  }
  return url;
}
