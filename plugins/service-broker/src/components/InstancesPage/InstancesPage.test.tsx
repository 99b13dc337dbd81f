import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeBroker, refusal } from '../../__testUtils__/FakeBroker';
import { instanceSummary } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { InstancesPage } from './InstancesPage';

const other = {
  ...instanceSummary,
  id: 'i-2',
  name: 'orders',
  offering: 'mysql',
  offeringTitle: 'MySQL',
  phase: 'ready' as const,
};

function render(broker: FakeBroker, at = '/instances') {
  renderPage(<InstancesPage />, { broker, mountPath: '/instances', at });
}

const rowOf = (name: string) =>
  screen.findByRole('row', { name: new RegExp(name) });

describe('InstancesPage', () => {
  it('lists instances with state, place and price', async () => {
    const broker = new FakeBroker();
    broker.instances = [instanceSummary, other];
    render(broker);
    const row = await rowOf('cart-cache');
    expect(row).toHaveTextContent('Being set up');
    expect(row).toHaveTextContent('Redis');
    expect(row).toHaveTextContent('支付');
    expect(row).toHaveTextContent('Development');
    expect(row).toHaveTextContent('¥480');
    expect(screen.getByText('1 to 2 of 2')).toBeInTheDocument();
  });

  it('changes rows by push without reading the page again, and ignores older pushes', async () => {
    const broker = new FakeBroker();
    broker.instances = [instanceSummary];
    render(broker);
    await rowOf('cart-cache');
    const push = (phase: 'ready' | 'pending', revision: number) =>
      act(() =>
        broker.events.push({
          instance: { ...instanceSummary, phase, revision },
        }),
      );
    push('ready', 5);
    expect(await rowOf('cart-cache')).toHaveTextContent('Ready');
    push('pending', 4);
    expect(await rowOf('cart-cache')).toHaveTextContent('Ready');
    expect(broker.api.instances).toHaveBeenCalledTimes(1);
  });

  it('reads the page again for an instance that is new, and after a reconnection', async () => {
    const broker = new FakeBroker();
    render(broker);
    expect(await screen.findByText('No instances yet')).toBeInTheDocument();
    broker.instances = [instanceSummary];
    act(() => broker.events.push({ instance: instanceSummary }));
    expect(
      await screen.findByRole('row', { name: /cart-cache/ }, { timeout: 3000 }),
    ).toBeInTheDocument();
    act(() => broker.events.become('offline'));
    expect(screen.getByText(/Not connected/)).toBeInTheDocument();
    broker.instances = [instanceSummary, other];
    act(() => broker.events.become('live'));
    expect(await rowOf('orders')).toBeInTheDocument();
    expect(screen.queryByText(/Not connected/)).not.toBeInTheDocument();
  });

  it('asks the server to filter, search, sort and page', async () => {
    const broker = new FakeBroker();
    broker.instances = [instanceSummary];
    broker.api.instances.mockImplementation(async () => ({
      items: broker.instances,
      totalItems: 60,
      nextCursor: 'c2',
    }));
    render(broker, '/instances?phase=failed&tenant=payments');
    await rowOf('cart-cache');
    expect(broker.api.instances.mock.lastCall?.[0]).toEqual({
      tenant: 'payments',
      phase: 'failed',
      sort: 'createdAt',
      order: 'desc',
      limit: 25,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('26 to 26 of 60')).toBeInTheDocument();
    expect(broker.api.instances.mock.lastCall?.[0]).toMatchObject({
      cursor: 'c2',
    });
    await userEvent.type(screen.getByRole('searchbox'), 'cart');
    await waitFor(() =>
      expect(broker.api.instances.mock.lastCall?.[0]).toMatchObject({
        search: 'cart',
        cursor: undefined,
      }),
    );
    const header = screen.getByRole('columnheader', { name: 'Name' });
    await userEvent.click(within(header).getByText('Name'));
    await waitFor(() =>
      expect(broker.api.instances.mock.lastCall?.[0]).toMatchObject({
        sort: 'name',
        order: 'asc',
      }),
    );
  });

  it('tells an ended session from an empty list', async () => {
    const broker = new FakeBroker();
    broker.api.instances.mockRejectedValue(refusal(401));
    render(broker);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your session has ended',
    );
    expect(
      screen.getByRole('button', { name: 'Sign in again' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('No instances yet')).not.toBeInTheDocument();
  });
});
