import { ConfigReader } from '@backstage/config';
import { readClustersConfig } from './readClustersConfig';

const read = (...clusters: object[]) =>
  readClustersConfig(new ConfigReader({ jimu: { clusters } } as any));

describe('readClustersConfig', () => {
  it('reads the three ways to a cluster', () => {
    expect(
      read(
        { name: 'a', kubeconfig: { file: '/k', context: 'c' }, sandbox: true },
        { name: 'b', title: 'B', url: 'https://b:6443/k8s', token: ' t\n' },
        { name: 'c', inCluster: true },
        { name: 'd', url: 'http://127.0.0.1:8001', tokenFile: '/t' },
      ),
    ).toEqual([
      {
        name: 'a',
        title: 'a',
        sandbox: true,
        connection: { type: 'kubeconfig', file: '/k', context: 'c' },
      },
      {
        name: 'b',
        title: 'B',
        sandbox: false,
        connection: {
          type: 'url',
          url: new URL('https://b:6443/k8s'),
          token: 't',
          skipTlsVerify: false,
        },
      },
      {
        name: 'c',
        title: 'c',
        sandbox: false,
        connection: { type: 'inCluster' },
      },
      expect.objectContaining({
        connection: expect.objectContaining({ tokenFile: '/t' }),
      }),
    ]);
    expect(readClustersConfig(new ConfigReader({}))).toEqual([]);
  });

  const url = { name: 'x', url: 'https://x', token: 'canary' };
  it.each([
    [[{}], 'name'],
    [[{ name: 'A b' }], 'clusters[0].name'],
    [[{ name: 'x' }], 'exactly one of kubeconfig, url and inCluster'],
    [[{ name: 'x', inCluster: false }], 'exactly one of'],
    [[{ ...url, inCluster: true }], 'url and inCluster'],
    [[url, { ...url }], 'clusters[1].name'],
    [[{ ...url, kubeConfig: {} }], 'clusters[0].kubeConfig'],
    [[{ name: 'x', kubeconfig: { path: 'a' } }], 'kubeconfig.path'],
    [[{ name: 'x', kubeconfig: {} }], 'kubeconfig.file'],
    [[{ name: 'x', inCluster: true, token: 'canary' }], 'clusters[0].token'],
    [[{ ...url, token: undefined }], 'token and tokenFile'],
    [[{ ...url, tokenFile: '/t' }], 'token and tokenFile'],
    [[{ ...url, token: 'canary two' }], 'clusters[0].token'],
    [[{ ...url, url: 'http://x' }], 'clusters[0].url'],
    [[{ ...url, url: 'https://a:canary@x' }], 'clusters[0].url'],
    [[{ ...url, url: 'canary' }], 'clusters[0].url'],
    [[{ ...url, url: 'https://x?a=b' }], 'clusters[0].url'],
    [[{ ...url, ca: 'not pem' }], 'clusters[0].ca'],
    [[{ ...url, ca: 'x', caFile: 'y' }], 'ca and caFile'],
    [[{ ...url, caFile: 'y', skipTlsVerify: true }], 'skipTlsVerify'],
    [[{ ...url, skipTlsVerify: 'maybe' }], 'skipTlsVerify'],
  ])('refuses %j by naming %s', (clusters, words) => {
    let message = '';
    try {
      read(...clusters);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(words);
    expect(message).not.toContain('canary');
  });
});
