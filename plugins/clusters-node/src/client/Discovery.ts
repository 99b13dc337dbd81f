import type {
  ApiResource,
  GroupVersionKind,
} from '@jimu/plugin-clusters-common';
import { isClusterError } from '../ClusterError';
import type { ClusterHttp } from '../http/ClusterHttp';
import type { Timing } from '../http/Timing';
import type { CallOptions } from '../types';
import { groupVersionPath } from './paths';

const KEEP_MS = 10 * 60_000;

interface CachedVersion {
  kinds: Map<string, ApiResource>;
  readAt: number;
}

/** What one cluster serves, read once per group and version and shared by all identities. */
export class Discovery {
  private readonly versions = new Map<string, CachedVersion>();
  private readonly reading = new Map<string, Promise<CachedVersion>>();

  constructor(
    private readonly http: ClusterHttp,
    private readonly timing: Timing,
  ) {}

  /** Undefined when the kind is not served; a kind that the cache lacks is asked for again. */
  async find(
    { apiVersion, kind }: GroupVersionKind,
    options: CallOptions = {},
  ): Promise<ApiResource | undefined> {
    const cached = this.versions.get(apiVersion);
    const resource = cached?.kinds.get(kind);
    if (resource && this.timing.now() - cached!.readAt < KEEP_MS) {
      return resource;
    }
    try {
      return (await this.read(apiVersion, options)).kinds.get(kind);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (resource) {
        // What was served a while ago beats no answer.
        return resource;
      }
      throw error;
    }
  }

  /** The cluster did not know a path that discovery had promised. */
  forget(apiVersion: string) {
    this.versions.delete(apiVersion);
  }

  private async read(
    apiVersion: string,
    options: CallOptions,
  ): Promise<CachedVersion> {
    const shared = this.reading.get(apiVersion);
    if (shared && !options.signal) {
      return shared;
    }
    const reading = this.request(apiVersion, options);
    // A call that its caller may abort is not shared: others would fail with it.
    if (!options.signal) {
      this.reading.set(apiVersion, reading);
    }
    try {
      const version = await reading;
      this.versions.set(apiVersion, version);
      return version;
    } finally {
      if (this.reading.get(apiVersion) === reading) {
        this.reading.delete(apiVersion);
      }
    }
  }

  private async request(
    apiVersion: string,
    options: CallOptions,
  ): Promise<CachedVersion> {
    try {
      const body = await this.http.send({
        method: 'GET',
        path: groupVersionPath(apiVersion),
        repeatable: true,
        ...options,
      });
      return {
        kinds: readKinds(apiVersion, body?.resources),
        readAt: this.timing.now(),
      };
    } catch (error) {
      if (isClusterError(error) && error.status === 404) {
        return { kinds: new Map(), readAt: this.timing.now() };
      }
      throw error;
    }
  }
}

function readKinds(
  apiVersion: string,
  resources: unknown,
): Map<string, ApiResource> {
  const entries = (Array.isArray(resources) ? resources : []).filter(
    entry => typeof entry?.name === 'string' && typeof entry?.kind === 'string',
  );
  const [version, group = ''] = apiVersion.split('/').reverse();
  const kinds = new Map<string, ApiResource>();
  for (const entry of entries) {
    if (!entry.name.includes('/') && !kinds.has(entry.kind)) {
      kinds.set(entry.kind, {
        apiVersion,
        kind: entry.kind,
        group,
        version,
        plural: entry.name,
        namespaced: entry.namespaced === true,
        verbs: Array.isArray(entry.verbs) ? entry.verbs : [],
        subresources: entries
          .filter(other => other.name.startsWith(`${entry.name}/`))
          .map(other => other.name.slice(entry.name.length + 1)),
      });
    }
  }
  return kinds;
}
