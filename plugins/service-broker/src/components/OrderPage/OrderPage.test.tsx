import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeBroker, refusal } from '../../__testUtils__/FakeBroker';
import { instanceSummary, tenants } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { OrderPage } from './OrderPage';

function render(options: { broker?: FakeBroker; at?: string } = {}) {
  const { broker = new FakeBroker(), at = '/market/redis/order' } = options;
  const { unmount } = renderPage(<OrderPage />, {
    broker,
    mountPath: '/market/:offering/order',
    at,
  });
  return Object.assign(broker, { unmount });
}

const nameField = () => screen.findByRole('textbox', { name: 'Name' });
const orderButton = () => screen.getByRole('button', { name: /^Order/ });
const summary = () =>
  screen.getByRole('region', { name: 'What it costs and takes' });

async function choose(label: string, option: string) {
  const button = screen.getByRole('button', { name: new RegExp(label) });
  await userEvent.click(button);
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('OrderPage', () => {
  beforeEach(() => localStorage.clear());

  it('orders what was filled in, once, and goes to the instance', async () => {
    const broker = render();
    await userEvent.type(await nameField(), 'cart-cache');
    // The only tenant in which the viewer may order is chosen already.
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /Tenant/ })).toHaveTextContent(
        '支付 (payments)',
      ),
    );
    await choose('Environment', 'Development');
    expect(await screen.findByText('The name is free')).toBeInTheDocument();
    await waitFor(() => expect(summary()).toHaveTextContent('¥500 / month'));

    let answer!: () => void;
    broker.api.order.mockImplementation(
      () =>
        new Promise(resolve => {
          answer = () =>
            resolve({ instance: instanceSummary, operation: {} as never });
        }),
    );
    await userEvent.dblClick(orderButton());
    expect(broker.api.order).toHaveBeenCalledTimes(1);
    expect(broker.api.order.mock.calls[0]).toEqual([
      {
        tenant: 'payments',
        environment: 'dev',
        offering: 'redis',
        plan: 'ha',
        name: 'cart-cache',
        version: '7.0',
        parameters: {},
      },
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
    await act(async () => answer());
    await waitFor(() =>
      expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull(),
    );
  });

  it('checks the name while it is typed', async () => {
    const broker = new FakeBroker();
    broker.check = order => ({
      ok: false,
      problems:
        order.name === 'taken'
          ? [
              {
                code: 'name-taken',
                field: 'name',
                message: 'Tenant "payments" already has ...',
                params: {
                  name: 'taken',
                  tenant: 'payments',
                  environment: 'dev',
                },
              },
            ]
          : [],
    });
    render({ broker, at: '/market/redis/order?env=dev' });
    const name = await nameField();
    await userEvent.type(name, 'Ca');
    expect(
      await screen.findByText(/Lower case letters, digits and dashes only/),
    ).toBeInTheDocument();
    expect(name).toBeInvalid();
    await userEvent.clear(name);
    await userEvent.type(name, 'taken');
    expect(
      await screen.findByText(
        'The tenant already has an instance taken in dev. Choose another name.',
      ),
    ).toBeInTheDocument();
    await userEvent.type(name, 's');
    expect(await screen.findByText('The name is free')).toBeInTheDocument();
    expect(name).toBeValid();
  });

  it('shows what the server refuses at its field, and mends with a new key', async () => {
    const broker = new FakeBroker();
    broker.api.order.mockRejectedValueOnce(
      refusal(400, [
        {
          code: 'minimum',
          field: 'parameters.storage',
          message: 'must be at least 3Gi',
          params: { minimum: '3Gi' },
        },
        {
          code: 'something-new',
          message: 'The moon is in the wrong quarter',
        },
      ]),
    );
    render({ broker, at: '/market/redis/order?env=dev&name=cache' });
    await nameField();
    await userEvent.click(orderButton());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The order was not accepted');
    expect(alert).toHaveTextContent('The moon is in the wrong quarter');
    expect(alert).not.toHaveTextContent('At least 3Gi');
    const storage = screen.getByRole('textbox', { name: 'Storage' });
    expect(storage).toHaveAccessibleDescription(/At least 3Gi/);
    await userEvent.clear(storage);
    await userEvent.type(storage, '3');
    expect(storage).toBeValid();
    await userEvent.click(orderButton());
    const [first, second] = broker.api.order.mock.calls;
    expect(second[0].parameters).toEqual({ storage: '3Gi' });
    expect(second[1]).not.toBe(first[1]);
  });

  it('keeps the key when the answer was lost', async () => {
    const broker = new FakeBroker();
    broker.api.order.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    render({ broker, at: '/market/redis/order?env=dev&name=cache' });
    await nameField();
    await userEvent.click(orderButton());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Look at your network connection',
    );
    await userEvent.click(orderButton());
    const [first, second] = broker.api.order.mock.calls;
    expect(second[1]).toBe(first[1]);
  });

  it('says what is missing instead of sending it', async () => {
    const broker = render();
    await nameField();
    await userEvent.click(orderButton());
    expect(
      screen.getByText('Still to do: Environment and Name'),
    ).toBeInTheDocument();
    expect(broker.api.order).not.toHaveBeenCalled();
  });

  it('keeps what was set by hand when the plan changes', async () => {
    render();
    await nameField();
    const storage = screen.getByRole('textbox', { name: 'Storage' });
    expect(storage).toHaveValue('2');
    await userEvent.clear(storage);
    await userEvent.type(storage, '1,5');
    await userEvent.click(screen.getByRole('radio', { name: /^Small/ }));
    expect(screen.getByRole('textbox', { name: 'Storage' })).toHaveValue('1.5');
    expect(screen.getByRole('textbox', { name: 'Memory' })).toHaveValue('256');
    expect(screen.queryByRole('radiogroup', { name: 'Nodes' })).toBeNull();
  });

  it('moves between plans with the arrow keys', async () => {
    render();
    const plans = await screen.findByRole('radiogroup', { name: 'Plan' });
    const ha = within(plans).getByRole('radio', { name: /^High availability/ });
    expect(ha).toBeChecked();
    act(() => ha.focus());
    await userEvent.keyboard('{ArrowUp}');
    expect(within(plans).getByRole('radio', { name: /^Small/ })).toBeChecked();
  });

  it('moves an amount with the slider', async () => {
    const broker = render({ at: '/market/redis/order?env=dev&name=cache' });
    await nameField();
    const slider = screen.getByRole('slider', { name: 'Storage' });
    fireEvent.change(slider, { target: { value: slider.getAttribute('max') } });
    expect(screen.getByRole('textbox', { name: 'Storage' })).toHaveValue('100');
    await userEvent.click(orderButton());
    expect(broker.api.order.mock.calls[0][0].parameters).toEqual({
      storage: '100Gi',
    });
  });

  it('is filled in by a link', async () => {
    render({
      at: '/market/redis/order?plan=small&tenant=payments&env=prod&name=x1&p.storage=20Gi',
    });
    expect(await nameField()).toHaveValue('x1');
    expect(screen.getByRole('radio', { name: /^Small/ })).toBeChecked();
    expect(screen.getByRole('textbox', { name: 'Storage' })).toHaveValue('20');
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: /Environment/ }),
      ).toHaveTextContent('Production'),
    );
  });

  it('starts where the viewer ordered last', async () => {
    const { unmount } = render({ at: '/market/redis/order?env=prod&name=a1' });
    await nameField();
    await userEvent.click(orderButton());
    await waitFor(() =>
      expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull(),
    );
    unmount();
    render();
    await nameField();
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: /Environment/ }),
      ).toHaveTextContent('Development'),
    );
  });

  it('tells a mere viewer whom to ask', async () => {
    const broker = new FakeBroker();
    broker.tenancy.tenants.mockResolvedValue({ items: [tenants[1]] });
    render({ broker });
    expect(
      await screen.findByText('You cannot order in any tenant yet'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Order/ })).toBeNull();
  });

  it('leads back from an offering that is not there', async () => {
    render({ at: '/market/mongodb/order' });
    expect(
      await screen.findByText('There is no offering “mongodb”'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open the market' }),
    ).toHaveAttribute('href', '/market');
  });
});
