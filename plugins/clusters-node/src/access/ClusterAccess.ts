import type { Agent } from 'node:https';

/** What a TLS connection to the API server needs. */
export interface TlsSettings {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  servername?: string;
  rejectUnauthorized?: boolean;
}

/** Where an API server is and how the portal shows who it is, valid right now. */
export interface ClusterAccess {
  server: URL;
  tls: TlsSettings;
  /** Authorization, and impersonation when the kubeconfig asks for it. */
  headers: Record<string, string | string[]>;
  proxyUrl?: string;
  /** For WebSockets through a proxy. */
  webSocketAgent?: Agent;
}

/** Gets hold of the access to one cluster; files and credential commands are consulted on each load. */
export interface AccessSource {
  load(): Promise<ClusterAccess>;
  /** The API server refused the last credentials: ask for new ones, whatever was said of their life time. */
  forget(): void;
}
