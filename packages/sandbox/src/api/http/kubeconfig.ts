import { stringify } from 'yaml';

/** A kubeconfig for the admin, with the context `sandbox`. */
export function kubeconfigText(options: {
  url: string;
  ca: string;
  token: string;
}): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'sandbox',
        cluster: {
          server: options.url,
          'certificate-authority-data': Buffer.from(options.ca).toString(
            'base64',
          ),
        },
      },
    ],
    users: [{ name: 'sandbox-admin', user: { token: options.token } }],
    contexts: [
      {
        name: 'sandbox',
        context: {
          cluster: 'sandbox',
          user: 'sandbox-admin',
          namespace: 'default',
        },
      },
    ],
    'current-context': 'sandbox',
  });
}
