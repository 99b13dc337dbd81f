import type { RequestOptions } from 'node:https';
import type { Agent } from 'node:https';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { parseServerUrl } from '../config/readClustersConfig';
import type { AccessSource, ClusterAccess } from './ClusterAccess';
import { impersonationHeaders } from '../http/impersonation';
import { readConfiguredFile, readToken } from './readConfiguredFile';

interface LoadedKubeconfig {
  text: string;
  config: KubeConfig;
  /** What the client library leaves out of the user's entry. */
  user: KubeconfigUser;
}

interface KubeconfigUser {
  tokenFile?: string;
  as?: string;
  'as-groups'?: string[];
  'as-user-extra'?: Record<string, string[]>;
}

/** Access as a kubeconfig file describes it, with client certificates, tokens, token files and credential commands. */
export class KubeconfigAccess implements AccessSource {
  private loaded?: LoadedKubeconfig;

  constructor(
    private readonly file: string,
    private readonly context?: string,
  ) {}

  async load(): Promise<ClusterAccess> {
    const { config, user } = await this.read();
    const cluster = config.getCurrentCluster()!;
    const options: RequestOptions & { servername?: string } = {};
    try {
      await config.applyToHTTPSOptions(options);
    } catch (error) {
      throw new Error(this.explainCredentials(config, error));
    }
    const headers: ClusterAccess['headers'] = {};
    const given = (options.headers ?? {}) as Record<string, string>;
    if (given.Authorization) {
      headers.authorization = given.Authorization.trim();
    } else if (user.tokenFile) {
      const file = path.resolve(path.dirname(this.file), user.tokenFile);
      headers.authorization = `Bearer ${await readToken(file)}`;
    } else if (options.auth) {
      headers.authorization = `Basic ${Buffer.from(options.auth).toString(
        'base64',
      )}`;
    }
    if (user.as) {
      Object.assign(
        headers,
        impersonationHeaders({
          user: user.as,
          groups: user['as-groups'] ?? [],
          extra: user['as-user-extra'],
        }),
      );
    }
    return {
      server: parseServerUrl(
        cluster.server,
        `clusters[${cluster.name}].cluster.server in ${this.file}`,
      ),
      tls: {
        ca: options.ca as Buffer | undefined,
        cert: options.cert as Buffer | undefined,
        key: options.key as Buffer | undefined,
        servername: options.servername,
        ...(options.rejectUnauthorized === false && {
          rejectUnauthorized: false,
        }),
      },
      headers,
      proxyUrl: cluster.proxyUrl,
      ...(cluster.proxyUrl && { webSocketAgent: options.agent as Agent }),
    };
  }

  forget() {
    this.loaded = undefined;
  }

  private async read(): Promise<LoadedKubeconfig> {
    const text = await readConfiguredFile(this.file);
    if (this.loaded?.text === text) {
      return this.loaded;
    }
    const config = new KubeConfig();
    let raw: any;
    try {
      raw = parse(text);
      config.loadFromString(text);
    } catch {
      // The parser quotes the text it stumbles over, which may be a credential.
      throw new Error(`${this.file} is not a kubeconfig file`);
    }
    config.makePathsAbsolute(path.dirname(this.file));
    const wanted = this.context ?? config.currentContext;
    const context = config.getContextObject(wanted);
    if (!context) {
      throw new Error(
        this.context
          ? `${this.file} has no context "${this.context}"`
          : `${this.file} names no current context; set kubeconfig.context`,
      );
    }
    config.setCurrentContext(wanted);
    if (!config.getCurrentCluster() || !config.getCurrentUser()) {
      throw new Error(
        `context "${wanted}" of ${this.file} names a cluster or user that the file does not have`,
      );
    }
    const user =
      raw.users?.find((entry: any) => entry?.name === context.user)?.user ?? {};
    prepare(config, path.dirname(this.file));
    this.loaded = { text, config, user };
    return this.loaded;
  }

  private explainCredentials(config: KubeConfig, error: unknown): string {
    const user = config.getCurrentUser();
    const code = (error as NodeJS.ErrnoException)?.code;
    const exec = user?.exec ?? user?.authProvider?.config?.exec;
    const source = exec?.command
      ? `the command "${exec.command}" gave none${code ? ` (${code})` : ''}`
      : `they could not be read${code ? ` (${code})` : ''}`;
    // What the command printed is not repeated: it may hold the very credentials.
    return `no credentials for user "${user?.name}" of ${this.file}: ${source}`;
  }
}

/** Closes gaps of the client library: plain http on loopback, and what it does not tell credential commands. */
function prepare(config: KubeConfig, folder: string) {
  config.clusters = config.clusters.map(cluster =>
    cluster.server.startsWith('http:')
      ? { ...cluster, skipTLSVerify: true }
      : cluster,
  );
  for (const { exec } of config.users) {
    if (exec?.command) {
      if (exec.command.includes('/') && !path.isAbsolute(exec.command)) {
        exec.command = path.join(folder, exec.command);
      }
      exec.env = [
        ...(exec.env ?? []),
        {
          name: 'KUBERNETES_EXEC_INFO',
          value: JSON.stringify({
            apiVersion: exec.apiVersion,
            kind: 'ExecCredential',
            spec: { interactive: false },
          }),
        },
      ];
    }
  }
}
