import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { ClusterCards } from './ClusterCards';

describe('ClusterCards', () => {
  it('shows on a narrow screen what the table shows on a wide one', async () => {
    await renderInTestApp(
      <ClusterCards
        now={Date.parse('2026-01-01T00:03:00Z')}
        clusters={[
          {
            name: 'dev',
            title: 'Development',
            health: 'unknown',
            sandbox: true,
            lastSeen: '2026-01-01T00:00:00Z',
            watches: [],
          },
        ]}
      />,
    );
    const list = await screen.findByRole('list', { name: 'Clusters' });
    const card = within(list).getByRole('listitem');
    expect(card).toHaveTextContent('DevelopmentSandboxdev');
    expect(card).toHaveTextContent('Being probed');
    expect(card).toHaveTextContent('Last seen3 minutes ago');
    expect(card).toHaveTextContent('WatchesNone');
  });
});
