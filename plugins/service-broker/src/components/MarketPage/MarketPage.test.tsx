import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeBroker, refusal } from '../../__testUtils__/FakeBroker';
import { renderPage } from '../../__testUtils__/renderPage';
import { MarketPage } from './MarketPage';

const render = (broker = new FakeBroker(), at = '/market') => {
  renderPage(<MarketPage />, { broker, mountPath: '/market', at });
  return broker;
};

const cards = () =>
  screen
    .queryAllByRole('article')
    .map(card => within(card).getByRole('heading').textContent);

describe('MarketPage', () => {
  it('shows a card for each offering, and why one cannot be ordered', async () => {
    render();
    const kafka = await screen.findByRole('article', { name: 'Kafka' });
    expect(cards()).toEqual(['Redis', 'Kafka', 'MySQL']);
    expect(kafka).toHaveTextContent('Not in Development');
    expect(kafka).toHaveTextContent('kind Kafka (kafka.strimzi.io/v1)');
    expect(within(kafka).queryByRole('link')).not.toBeInTheDocument();
    const redis = screen.getByRole('article', { name: 'Redis' });
    expect(redis).toHaveTextContent('from ¥120 / month');
    expect(
      within(redis).getByRole('link', { name: 'Order Redis' }),
    ).toHaveAttribute('href', '/market/redis/order');
  });

  it('finds by alias in Chinese while an English page is shown', async () => {
    render();
    await screen.findByText('3 offerings');
    const search = screen.getByRole('searchbox', { name: 'Search the market' });
    await userEvent.type(search, '缓存');
    expect(cards()).toEqual(['Redis']);
    expect(screen.getByText('1 offering')).toBeInTheDocument();
    await userEvent.clear(search);
    await userEvent.type(search, 'no such thing');
    expect(
      screen.getByText('Nothing found for “no such thing”'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all offerings' }),
    );
    expect(cards()).toHaveLength(3);
  });

  it('narrows to a category', async () => {
    render();
    await screen.findByText('3 offerings');
    await userEvent.click(screen.getByRole('radio', { name: 'Databases' }));
    expect(cards()).toEqual(['MySQL']);
  });

  it('says what failed and tries again', async () => {
    const broker = new FakeBroker();
    broker.api.offerings.mockRejectedValueOnce(refusal(503));
    render(broker);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The service broker does not answer now',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('3 offerings')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  describe('broken offerings', () => {
    const passInterval = () => act(() => jest.advanceTimersByTimeAsync(15_000));
    const title = /cannot be ordered: /;

    beforeEach(() => {
      jest.useFakeTimers({ advanceTimers: true });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('are told to platform people with file, path and line, until mended', async () => {
      const broker = new FakeBroker();
      broker.brokenOfferings = [
        {
          file: 'offerings/rabbitmq/offering.yaml',
          name: 'rabbitmq',
          problems: [
            {
              code: 'enum',
              field: 'spec.plans[1].name',
              message: 'must be one of small, ha',
              params: { line: 42 },
            },
            { code: 'duplicate', message: 'is already used' },
          ],
        },
      ];
      render(broker);
      const told = await screen.findByText(
        '1 offering cannot be ordered: its description is broken',
      );
      const alert = told.closest<HTMLElement>('[role=status]')!;
      expect(within(alert).getByText('rabbitmq')).toBeInTheDocument();
      expect(
        within(alert).getByText('offerings/rabbitmq/offering.yaml').tagName,
      ).toBe('CODE');
      const problems = alert.querySelectorAll('li li');
      expect([...problems].map(problem => problem.textContent)).toEqual([
        'spec.plans[1].name: must be one of small, ha (line 42)',
        'is already used',
      ]);

      broker.brokenOfferings = [];
      await passInterval();
      await waitFor(() =>
        expect(screen.queryByText(title)).not.toBeInTheDocument(),
      );
    });

    it('are not shown to others, for whom the server is asked once', async () => {
      const broker = render();
      await screen.findByText('3 offerings');
      await passInterval();
      expect(broker.api.brokenOfferings).toHaveBeenCalledTimes(1);
      expect(screen.queryByText(title)).not.toBeInTheDocument();
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    });
  });
});
