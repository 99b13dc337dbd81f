import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { InstancePage } from '../components/InstancePage';
import { InstancesPage } from '../components/InstancesPage';
import { MarketPage } from '../components/MarketPage';
import { OrderPage } from '../components/OrderPage';
import { FakeBroker } from '../__testUtils__/FakeBroker';
import {
  instanceSummary,
  instanceView,
  readyInstance,
} from '../__testUtils__/fixtures';
import { renderPage } from '../__testUtils__/renderPage';

const market = { page: <MarketPage />, mountPath: '/market', at: '/market' };
const order = {
  page: <OrderPage />,
  mountPath: '/market/:offering/order',
  at: '/market/redis/order?env=dev&name=cart-cache',
};
const instances = {
  page: <InstancesPage />,
  mountPath: '/instances',
  at: '/instances',
};
const instance = {
  page: <InstancePage />,
  mountPath: '/instances/:id',
  at: '/instances/i-1',
};

function brokerWith(view = instanceView) {
  const broker = new FakeBroker();
  broker.view = view;
  broker.instances = [instanceSummary];
  return broker;
}

/** Colours cannot be judged without layout; everything else can. */
async function violations() {
  const { violations: found } = await act(() =>
    axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false } },
    }),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

/** Headings, labels, buttons and facts that are still English; names of products, units and machines are not. */
function englishWords() {
  const names = /^\s*(CPU|Redis|Kafka|MySQL|cart-cache|7\.0|[MGT]iB)/;
  return [...document.querySelectorAll('h1, h2, h3, label, button, dt, th')]
    .map(element => element.textContent ?? '')
    .filter(text => /[A-Za-z]{3}/.test(text) && !/[\u4e00-\u9fff]/.test(text))
    .filter(text => !names.test(text));
}

describe('every page', () => {
  beforeEach(() => localStorage.clear());

  it.each([
    ['market', market, 'In-memory data', brokerWith()],
    ['order form', order, 'Order Redis', brokerWith()],
    ['instances', instances, 'cart-cache', brokerWith()],
    ['instance being set up', instance, 'Setting up', brokerWith()],
    ['instance that is ready', instance, 'Connect', brokerWith(readyInstance)],
  ])('has no accessibility violation: %s', async (_, page, text, broker) => {
    renderPage(page.page, { broker, ...page });
    const named = await screen.findAllByText(text, { exact: false });
    expect(named.length).toBeGreaterThan(0);
    expect(await violations()).toEqual([]);
  });

  it('has none with credentials shown, nor in the dialogs', async () => {
    renderPage(instance.page, {
      broker: brokerWith(readyInstance),
      ...instance,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /Show the credentials/ }),
    );
    await screen.findByRole('tabpanel');
    await userEvent.click(screen.getByRole('tab', { name: 'Code' }));
    expect(await violations()).toEqual([]);
    await userEvent.click(
      screen.getByRole('button', { name: 'Delete this instance' }),
    );
    await screen.findByRole('dialog');
    expect(await violations()).toEqual([]);
  });

  it.each([
    ['market', market, '服务市场', '开通'],
    ['order form', order, '开通 Redis', '立即开通 Redis'],
    ['instances', instances, '实例', '创建中'],
    ['instance', instance, 'cart-cache', '正在创建'],
  ])('speaks Chinese: %s', async (_, page, title, text) => {
    renderPage(page.page, { broker: brokerWith(), language: 'zh', ...page });
    expect(
      await screen.findByRole('heading', { level: 1, name: title }),
    ).toBeInTheDocument();
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
    expect(document.title).toContain(title);
    await waitFor(() => expect(englishWords()).toEqual([]));
  });
});
