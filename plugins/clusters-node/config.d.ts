export interface Config {
  jimu?: {
    /**
     * The Kubernetes clusters that the portal works with. Each has exactly one of `kubeconfig`, `url` and `inCluster`.
     * Booleans may be the texts "true" and "false", as the environment gives them.
     */
    clusters?: Array<{
      /** DNS label; environments refer to it. */
      name: string;
      /** Display name. Default: the name. */
      title?: string;
      /** True for the embedded stand-in: pages then say so. Default false. */
      sandbox?: boolean | string;
      /** Reads address and credentials from a kubeconfig file, and again whenever the file changes. */
      kubeconfig?: {
        /** Path of the file; relative paths start at the process's working directory. */
        file: string;
        /** Default: the file's current context. */
        context?: string;
      };
      /** Address of the API server. Plain http is accepted on loopback only. */
      url?: string;
      /** PEM of the CA that signed the API server's certificate. Default: the system's CAs. */
      ca?: string;
      /** File that holds the CA's PEM; read again when it changes. */
      caFile?: string;
      /**
       * Bearer token of the portal on the cluster.
       * @visibility secret
       */
      token?: string;
      /** File that holds the token; read again when it changes. */
      tokenFile?: string;
      /** Accepts any certificate, and with it any impostor. Default false. */
      skipTlsVerify?: boolean | string;
      /** Uses the service account of the pod that the portal runs in. */
      inCluster?: boolean | string;
    }>;
  };
}
