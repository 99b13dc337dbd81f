import path from 'node:path';
import { expect, Page, test } from '@playwright/test';
import { bind, choose, order, people, phase, signIn } from '../support/portal';

const folder = path.resolve(__dirname, '../../docs/images');

const picture = (page: Page, name: string) =>
  page.screenshot({ path: path.join(folder, `${name}.png`) });

test.use({ viewport: { width: 1280, height: 800 } });

test('pictures of the README', async ({ page, browser }) => {
  await signIn(page, people.liNa);
  await page.goto('/market');
  await expect(page.getByText('Available in').first()).toBeVisible();
  await picture(page, 'market');

  await page.goto('/market/mysql/order');
  await choose(page, 'Environment', 'Development');
  await page.getByRole('textbox', { name: /^Name/ }).fill('orders-db');
  await expect(page.getByText('The name is free')).toBeVisible();
  await picture(page, 'order');

  const id = await order(page, {
    offering: 'mysql',
    title: 'MySQL',
    name: 'orders-db',
  });
  await expect(page.getByText('Starting up').first()).toBeVisible();
  await page.waitForTimeout(4000);
  await picture(page, 'instance');
  await expect(phase(page, 'Ready')).toBeVisible({ timeout: 90_000 });
  await bind(page, 'web');

  const context = await browser.newContext({
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 1280, height: 800 },
  });
  const chinese = await context.newPage();
  await signIn(chinese, people.liNa);
  await chinese.goto(`/instances/${id}`);
  await chinese.getByRole('button', { name: '查看 web 的凭据' }).click();
  await chinese.getByRole('tab').last().click();
  await picture(chinese, 'connection-zh-dark');
  await context.close();
});
