import { act, screen, within } from '@testing-library/react';
import { FakeBroker } from '../../__testUtils__/FakeBroker';
import { instanceSummary } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { MyInstancesCard, OfferingsCard } from '.';

const at = { mountPath: '/', at: '/' };

describe('the cards for the home page', () => {
  it('list recent instances, live', async () => {
    const broker = new FakeBroker();
    broker.instances = [instanceSummary];
    renderPage(<MyInstancesCard />, { broker, ...at });
    const link = await screen.findByRole('link', { name: 'cart-cache' });
    expect(link).toHaveAttribute('href', '/instances/i-1');
    expect(screen.getByText('Being set up')).toBeInTheDocument();
    act(() =>
      broker.events.push({
        instance: { ...instanceSummary, phase: 'ready', revision: 2 },
      }),
    );
    expect(screen.getByText('Ready')).toBeInTheDocument();
  });

  it('lead to the market while there is nothing', async () => {
    renderPage(<MyInstancesCard />, { broker: new FakeBroker(), ...at });
    expect(
      await screen.findByRole('link', { name: 'Open the market' }),
    ).toHaveAttribute('href', '/market');
  });

  it('offer what can be ordered', async () => {
    renderPage(<OfferingsCard />, { broker: new FakeBroker(), ...at });
    const list = await screen.findByRole('list');
    expect(
      within(list)
        .getAllByRole('link')
        .map(link => link.textContent),
    ).toEqual(['Redis', 'MySQL']);
  });
});
