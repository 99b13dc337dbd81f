import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeBroker, refusal } from '../../__testUtils__/FakeBroker';
import { readyInstance } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { CredentialsPanel } from './CredentialsPanel';
import { SHOWN_MS } from './useCredentials';

const SECRET = 's3cr3t';

function render(broker = new FakeBroker(), allowed = readyInstance.allowed) {
  const view = { ...readyInstance, allowed };
  const onRevealed = jest.fn();
  renderPage(
    <CredentialsPanel
      view={view}
      binding={view.bindings[0]}
      onRevealed={onRevealed}
    />,
    {
      broker,
      mountPath: '/',
      at: '/',
    },
  );
  return Object.assign(broker, { onRevealed });
}

/** Keeps timers of two minutes from running, and rings them on demand. */
function holdLongTimers() {
  const { setTimeout: original } = global;
  const held: (() => void)[] = [];
  const replacement = (call: () => void, milliseconds?: number) => {
    if ((milliseconds ?? 0) < SHOWN_MS / 2) return original(call, milliseconds);
    held.push(call);
    return undefined;
  };
  global.setTimeout = replacement as unknown as typeof setTimeout;
  return {
    ring: () => held.splice(0).forEach(call => call()),
    release: () => {
      global.setTimeout = original;
    },
  };
}

const revealButton = () =>
  screen.findByRole('button', { name: 'Show the credentials of cart' });
const tab = (name: string) =>
  userEvent.click(screen.getByRole('tab', { name }));
const shown = () => screen.getByRole('tabpanel');

describe('CredentialsPanel', () => {
  it('reads nothing before it is asked, and says that asking is recorded', async () => {
    const broker = render();
    await revealButton();
    expect(screen.getByText(/recorded with your name/)).toBeInTheDocument();
    expect(broker.api.credentials).not.toHaveBeenCalled();
  });

  it('shows the credentials in all forms, for both places', async () => {
    const broker = render();
    await userEvent.click(await revealButton());
    expect(broker.api.credentials).toHaveBeenCalledWith('i-1', 'b-1');
    expect(broker.onRevealed).toHaveBeenCalledTimes(1);
    expect(await screen.findByRole('tabpanel')).toHaveTextContent(SECRET);
    await tab('.env');
    expect(shown()).toHaveTextContent('REDIS_PORT=6379');
    await userEvent.click(screen.getByRole('radio', { name: 'Outside' }));
    expect(shown()).toHaveTextContent('REDIS_PORT=31379');
    await tab('URI');
    expect(shown()).toHaveTextContent('redis://:s3cr3t@127.0.0.1:31379');
    await tab('Secret');
    expect(shown()).toHaveTextContent('name: "cart-cache-cart"');
    await tab('Code');
    expect(shown()).toHaveTextContent('redis-cli -h 127.0.0.1 -p 31379 ping');
    await userEvent.click(screen.getByRole('radio', { name: 'Go' }));
    expect(shown()).toHaveTextContent('os.Getenv("REDIS_PASSWORD")');
    expect(shown()).not.toHaveTextContent(SECRET);
  });

  it('folds a value of many lines, and copies it whole', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    const broker = new FakeBroker();
    const certificate = 'BEGIN\nABC\nEND\n';
    broker.credentials = {
      type: 'kafka',
      provider: 'strimzi',
      fields: [{ key: 'ca.crt', value: certificate, secret: false }],
    };
    render(broker);
    await user.click(await revealButton());
    expect(await screen.findByText('3 lines')).toBeInTheDocument();
    expect(
      screen.getByText('Reachable only from inside the cluster.'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy ca.crt' }));
    expect(write).toHaveBeenCalledWith(certificate);
  });

  it('copies one field', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    render();
    await user.click(await revealButton());
    const panel = await screen.findByRole('tabpanel');
    await user.click(
      within(panel).getByRole('button', { name: 'Copy password' }),
    );
    expect(write).toHaveBeenCalledWith(SECRET);
    expect(within(panel).getByText('Copied')).toBeInTheDocument();
  });

  it('hides on request and by itself, and keeps the values nowhere', async () => {
    const clock = holdLongTimers();
    render();
    await userEvent.click(await revealButton());
    await screen.findByRole('tabpanel');
    act(() => clock.ring());
    expect(screen.queryByText(SECRET)).not.toBeInTheDocument();
    await userEvent.click(await revealButton());
    await screen.findByRole('tabpanel');
    await userEvent.click(screen.getByRole('button', { name: 'Hide' }));
    expect(document.body).not.toHaveTextContent(SECRET);
    expect(window.location.href).not.toContain(SECRET);
    const stored = [localStorage, sessionStorage].map(storage =>
      JSON.stringify({ ...storage }),
    );
    expect(stored.join()).not.toContain(SECRET);
    clock.release();
  });

  it('says why they cannot be read', async () => {
    const broker = new FakeBroker();
    broker.api.credentials.mockRejectedValue(
      refusal(503, [
        {
          code: 'credentials-unavailable',
          message: 'The credentials cannot be read now: gone',
          params: { detail: 'gone' },
        },
      ]),
    );
    render(broker);
    await userEvent.click(await revealButton());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The credentials cannot be read now. Try again in a moment.',
    );
  });

  it('is closed to those who may not', async () => {
    render(new FakeBroker(), []);
    expect(
      await screen.findByText(/with the role developer in the tenant payments/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
