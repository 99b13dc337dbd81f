import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeBroker, refusal } from '../../__testUtils__/FakeBroker';
import { instanceView, readyInstance } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { InstancePage } from './InstancePage';

function render(broker: FakeBroker, id = 'i-1') {
  return renderPage(<InstancePage />, {
    broker,
    mountPath: '/instances/:id',
    at: `/instances/${id}`,
  });
}

function withView(view: Partial<typeof instanceView>, base = readyInstance) {
  const broker = new FakeBroker();
  broker.view = { ...base, ...view };
  return broker;
}

const region = (name: string) => screen.findByRole('region', { name });

describe('InstancePage', () => {
  it('shows the steps of the running order, with the operator’s words and the time', async () => {
    render(withView({}, instanceView));
    const panel = await region('Setting up');
    const steps = within(panel).getAllByRole('listitem');
    expect(steps.map(step => step.textContent)).toEqual([
      expect.stringMatching(/^Order accepteddone/),
      expect.stringMatching(/^Sent to the clusterdone/),
      expect.stringMatching(/^Starting upin progress1\/3 pods ready/),
      expect.stringMatching(/^Ready to useto come/),
    ]);
    expect(steps[2]).toHaveAttribute('aria-current', 'step');
    expect(
      await within(panel).findByText(/so far; usually about 3 minutes/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('create Pod cart-cache-abcde-0 in StatefulSet'),
    ).toBeInTheDocument();
    expect(screen.getByText('li.na ordered it')).toBeInTheDocument();
    expect(
      screen.getByText(
        'Bindings can be made as soon as the instance is ready.',
      ),
    ).toBeInTheDocument();
  });

  it('becomes ready by push, without a reload', async () => {
    const broker = withView({}, instanceView);
    render(broker);
    await region('Setting up');
    broker.view = readyInstance;
    act(() => broker.events.push({ instance: readyInstance }));
    await waitFor(() =>
      expect(
        screen.queryByRole('region', { name: 'Setting up' }),
      ).not.toBeInTheDocument(),
    );
    expect(
      screen.getByText('cart-cache-abcde.payments-dev-svc.svc:6379'),
    ).toBeInTheDocument();
    expect(broker.api.instance).toHaveBeenCalledTimes(2);
    // A push that is not newer than what is shown is no reason to ask again.
    act(() => broker.events.push({ instance: instanceView }));
    act(() =>
      broker.events.push({ instance: { ...readyInstance, id: 'other' } }),
    );
    expect(broker.api.instance).toHaveBeenCalledTimes(2);
  });

  it('explains a failure, says what to do, and tries again', async () => {
    const broker = withView(
      {
        phase: 'failed',
        allowed: ['delete', 'retry'],
        problem: {
          code: 'operator-silent',
          message: 'The operator redis-operator has not reacted to ...',
          params: { operator: 'redis-operator', object: 'x', seconds: 90 },
        },
      },
      instanceView,
    );
    render(broker);
    expect(
      await screen.findByText(
        'The operator redis-operator has not reacted for 90 seconds',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/platform engineer should look whether/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Order again with the same settings' }),
    ).toHaveAttribute(
      'href',
      '/market/redis/order?plan=ha&tenant=payments&env=dev&version=7.0&p.nodes=3&p.memory=1Gi&p.storage=2Gi',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(broker.api.retry).toHaveBeenCalledWith('i-1');
    await waitFor(() => expect(broker.api.instance).toHaveBeenCalledTimes(2));
  });

  it('does not tell a foreign instance from one that is not there', async () => {
    render(new FakeBroker(), 'foreign');
    expect(
      await screen.findByText('This instance does not exist'),
    ).toBeInTheDocument();
  });

  it('says that it is gone when its deletion is done', async () => {
    const broker = withView({ phase: 'deleting' });
    render(broker);
    await screen.findByText('Being deleted');
    expect(screen.queryByRole('button', { name: /Delete/ })).toBeNull();
    broker.api.instance.mockRejectedValue(refusal(404));
    act(() => broker.events.push({ type: 'removed', instance: readyInstance }));
    expect(
      await screen.findByText('cart-cache has been deleted'),
    ).toBeInTheDocument();
  });

  it('keeps what it knows while the server does not answer', async () => {
    const broker = withView({});
    render(broker);
    await region('Overview');
    broker.api.instance.mockRejectedValueOnce(refusal(503));
    act(() => broker.events.become('offline'));
    act(() => broker.events.become('live'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The service broker does not answer now',
    );
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
      'cart-cache',
    );
  });

  describe('deletion', () => {
    it('takes the typed name, and says what goes and what stays', async () => {
      const broker = withView({ deletionPolicy: 'retain' });
      render(broker);
      await userEvent.click(
        await screen.findByRole('button', { name: 'Delete this instance' }),
      );
      const dialog = await screen.findByRole('dialog', {
        name: 'Delete cart-cache?',
      });
      expect(dialog).toHaveTextContent(
        '1 binding, whose app loses access: cart',
      );
      expect(dialog).toHaveTextContent('by the rule of Development');
      const confirm = within(dialog).getByRole('button', {
        name: 'Delete for good',
      });
      const name = within(dialog).getByRole('textbox');
      expect(name).toHaveFocus();
      await userEvent.type(name, 'cart');
      expect(confirm).toBeDisabled();
      await userEvent.type(name, '{Enter}');
      expect(broker.api.deleteInstance).not.toHaveBeenCalled();
      await userEvent.type(name, '-cache');
      await userEvent.click(confirm);
      expect(broker.api.deleteInstance).toHaveBeenCalledWith(
        'i-1',
        'cart-cache',
      );
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    });

    it('is not offered to those who may not', async () => {
      render(withView({ allowed: [] }));
      expect(
        await screen.findByText(/You lack the right to delete it here/),
      ).toBeInTheDocument();
    });
  });

  describe('bindings', () => {
    it('are made from the binding schema, with refusals at their fields', async () => {
      const broker = withView({
        bindings: [],
        bindingSchema: {
          type: 'object',
          properties: {
            access: {
              type: 'string',
              enum: ['readwrite', 'read'],
              default: 'readwrite',
              'x-title': { en: 'Access', zh: '权限' },
            },
          },
        },
      });
      broker.api.bind.mockRejectedValueOnce(
        refusal(409, [
          {
            code: 'binding-name-taken',
            field: 'name',
            message: '',
            params: { name: 'shop' },
          },
        ]),
      );
      render(broker);
      await userEvent.click(
        await screen.findByRole('button', { name: 'New binding' }),
      );
      const dialog = await screen.findByRole('dialog');
      const name = within(dialog).getByRole('textbox', { name: /Name/ });
      await userEvent.type(name, 'shop');
      await userEvent.click(
        within(dialog).getByRole('radio', { name: 'read' }),
      );
      await userEvent.click(
        within(dialog).getByRole('button', { name: 'Make the binding' }),
      );
      expect(broker.api.bind).toHaveBeenCalledWith('i-1', {
        name: 'shop',
        parameters: { access: 'read' },
      });
      expect(
        await within(dialog).findByText('There is already a binding shop'),
      ).toBeInTheDocument();
      await userEvent.type(name, '2{Enter}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      expect(broker.api.bind).toHaveBeenCalledTimes(2);
    });

    it('are taken back after a warning that tells a shared account from an own one', async () => {
      const broker = withView({});
      render(broker);
      await userEvent.click(
        await screen.findByRole('button', { name: 'Remove the binding cart' }),
      );
      const dialog = await screen.findByRole('dialog');
      expect(dialog).toHaveTextContent('The account is shared');
      await userEvent.click(
        within(dialog).getByRole('button', { name: 'Remove the binding' }),
      );
      expect(broker.api.unbind).toHaveBeenCalledWith('i-1', 'b-1');
    });
  });
});
