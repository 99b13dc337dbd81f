import { isIPv6 } from 'node:net';
import path from 'node:path';
import type { AccessSource, ClusterAccess } from './ClusterAccess';
import { UrlAccess } from './UrlAccess';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Access as the service account of the pod that the portal runs in. */
export class InClusterAccess implements AccessSource {
  constructor(
    private readonly env: NodeJS.ProcessEnv = process.env,
    private readonly folder: string = SERVICE_ACCOUNT,
  ) {}

  async load(): Promise<ClusterAccess> {
    const host = this.env.KUBERNETES_SERVICE_HOST;
    const port = this.env.KUBERNETES_SERVICE_PORT;
    if (!host || !port) {
      throw new Error(
        'inCluster: true needs a pod with a service account, and KUBERNETES_SERVICE_HOST is not set here',
      );
    }
    return new UrlAccess({
      url: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
      caFile: path.join(this.folder, 'ca.crt'),
      tokenFile: path.join(this.folder, 'token'),
      skipTlsVerify: false,
    }).load();
  }

  forget() {}
}
