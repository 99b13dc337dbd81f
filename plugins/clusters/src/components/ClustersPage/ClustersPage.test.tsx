import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { ClusterInfo } from '@jimu/plugin-clusters-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ClustersApi, clustersApiRef } from '../../api/ClustersApi';
import { ClustersPage } from './ClustersPage';

const healthy: ClusterInfo = {
  name: 'dev',
  title: '开发集群',
  health: 'healthy',
  version: 'v1.36.0',
  latencyMs: 12.4,
  lastSeen: new Date().toISOString(),
  sandbox: true,
  watches: [
    {
      apiVersion: 'kafka.strimzi.io/v1',
      kind: 'Kafka',
      state: 'failed',
      objects: 0,
      message: 'Cluster dev does not serve Kafka',
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      namespace: 'pay-dev-svc',
      labelSelector: 'app=x',
      state: 'live',
      objects: 1234,
      lastSeen: new Date().toISOString(),
    },
  ],
};
const dead: ClusterInfo = {
  name: 'prod',
  title: 'Production',
  health: 'unreachable',
  message: 'Cluster prod cannot be reached: connection refused',
  sandbox: false,
  watches: [],
};

const render = (clusters: ClustersApi['clusters']) =>
  renderInTestApp(<ClustersPage />, {
    apis: [[clustersApiRef, { clusters }]],
  });

afterEach(() => {
  jest.useRealTimers();
});

describe('ClustersPage', () => {
  it('says of each cluster how it is, in words', async () => {
    await render(async () => ({ items: [healthy, dead] }));
    const table = await screen.findByRole('grid', { name: 'Clusters' });
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent('开发集群Sandboxdev');
    expect(first).toHaveTextContent('Healthyv1.36.012 ms');
    expect(first).toHaveTextContent('1 failed1 live');
    expect(second).not.toHaveTextContent('Sandbox');
    expect(second).toHaveTextContent('Unreachable');
    expect(second).toHaveTextContent('connection refused');
    expect(second).toHaveTextContent('Never');
  });

  it('shows the watches of a cluster and what is wrong with them', async () => {
    await render(async () => ({ items: [healthy, dead] }));
    await userEvent.click(
      await screen.findByRole('button', { name: /Watches on 开发集群/ }),
    );
    expect(screen.getByText('Cluster dev does not serve Kafka')).toBeVisible();
    expect(screen.getByText('app=x')).toBeVisible();
    expect(screen.getByText('Objects: 1,234')).toBeVisible();
    expect(screen.queryByText(/Watches on Production/)).toBeNull();
  });

  it('tells how to configure the first cluster', async () => {
    await render(async () => ({ items: [] }));
    expect(
      await screen.findByText('No cluster is configured'),
    ).toBeInTheDocument();
    expect(screen.getByText(/jimu\.clusters/)).toBeInTheDocument();
  });

  it('keeps the layout while it loads', async () => {
    await render(() => new Promise(() => {}));
    expect(
      await screen.findByRole('status', { name: 'Loading clusters' }),
    ).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    const clusters = jest
      .fn()
      .mockRejectedValueOnce(new Error('You lack the right clusters.read'))
      .mockResolvedValue({ items: [healthy] });
    await render(clusters);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You lack the right clusters.read',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('开发集群')).toBeInTheDocument();
  });

  it('renews itself while visible, and keeps old values when that fails', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask'] });
    const clusters = jest
      .fn()
      .mockResolvedValueOnce({ items: [healthy] })
      .mockRejectedValueOnce(new Error('restarting'))
      .mockResolvedValue({ items: [dead] });
    await render(clusters);
    const later = () => act(() => jest.advanceTimersByTimeAsync(10_000));
    await act(() => jest.advanceTimersByTimeAsync(0));
    expect(screen.getByText('开发集群')).toBeInTheDocument();
    await later();
    expect(screen.getByRole('alert')).toHaveTextContent('These are old values');
    expect(screen.getByText('开发集群')).toBeInTheDocument();
    await later();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('Production')).toBeInTheDocument();

    const visibility = jest.spyOn(document, 'visibilityState', 'get');
    visibility.mockReturnValue('hidden');
    await later();
    await later();
    expect(clusters).toHaveBeenCalledTimes(3);
    visibility.mockReturnValue('visible');
    await act(async () => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(clusters).toHaveBeenCalledTimes(4);
    visibility.mockRestore();
  });
});
