import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { clusterReadPermission } from '@jimu/plugin-clusters-common';
import request from 'supertest';
import { clustersPlugin } from '../plugin';

const config = (clusters: object[]) =>
  mockServices.rootConfig.factory({ data: { jimu: { clusters } } });

/** Nothing listens on the discard port. */
const dead = {
  name: 'dead',
  title: 'Dead one',
  url: 'https://127.0.0.1:9',
  token: 'canary-token',
};

describe('clusters over HTTP', () => {
  it('starts with a cluster that does not answer, and says so', async () => {
    const { server } = await startTestBackend({
      features: [clustersPlugin, config([dead])],
    });
    let body: any;
    do {
      ({ body } = await request(server)
        .get('/api/clusters/clusters')
        .expect(200));
    } while (body.items[0].health === 'unknown');
    expect(body).toEqual({
      items: [
        {
          name: 'dead',
          title: 'Dead one',
          sandbox: false,
          health: 'unreachable',
          message: 'Cluster dead cannot be reached: connection refused',
          watches: [],
        },
      ],
    });
  });

  it('answers an empty list when no cluster is configured', async () => {
    const { server } = await startTestBackend({ features: [clustersPlugin] });
    const { body } = await request(server).get('/api/clusters/clusters');
    expect(body).toEqual({ items: [] });
  });

  it('tells who lacks the right which one it is', async () => {
    const authorize = jest.fn(async () => [
      { result: AuthorizeResult.DENY } as const,
    ]);
    const { server } = await startTestBackend({
      features: [
        clustersPlugin,
        config([dead]),
        mockServices.permissions.mock({ authorize }).factory,
      ],
    });
    const { body } = await request(server)
      .get('/api/clusters/clusters')
      .expect(403);
    expect(body.error).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('clusters.read'),
    });
    expect(authorize).toHaveBeenCalledWith(
      [{ permission: clusterReadPermission }],
      expect.anything(),
    );
    await request(server)
      .get('/api/clusters/clusters')
      .set('authorization', mockCredentials.none.header())
      .expect(401);
  });

  it('does not start with a mistake in the configuration', async () => {
    await expect(
      startTestBackend({
        features: [clustersPlugin, config([{ name: 'x', kubeConfig: {} }])],
      }),
    ).rejects.toThrow('jimu.clusters[0].kubeConfig is not a known key');
  });
});
