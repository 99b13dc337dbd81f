import { expect, test } from '@playwright/test';
import {
  deleteInstance,
  order,
  people,
  phase,
  signIn,
} from '../support/portal';

test('another tenant sees nothing of an instance', async ({
  page,
  browser,
}) => {
  await signIn(page, people.liNa);
  const id = await order(page, {
    offering: 'redis',
    title: 'Redis',
    name: 'private-cache',
  });
  await expect(phase(page, 'Ready')).toBeVisible({ timeout: 90_000 });

  const other = await browser.newContext();
  const stranger = await other.newPage();
  await signIn(stranger, people.liuYang);
  await stranger.goto('/instances');
  await expect(stranger.getByText('No instances yet')).toBeVisible();
  await stranger.goto(`/instances/${id}`);
  await expect(
    stranger.getByText('This instance does not exist'),
  ).toBeVisible();
  await stranger.goto('/instances/00000000-0000-4000-8000-000000000000');
  await expect(
    stranger.getByText('This instance does not exist'),
  ).toBeVisible();
  await stranger.goto('/catalog?filters[kind]=resource');
  await expect(stranger.getByText('private-cache')).toHaveCount(0);
  await other.close();

  await page.goto('/catalog?filters[kind]=resource');
  await expect(page.getByText('private-cache').first()).toBeVisible();

  await page.goto(`/instances/${id}`);
  await deleteInstance(page, 'private-cache');
  await expect(page.getByText('private-cache has been deleted')).toBeVisible({
    timeout: 90_000,
  });
});

test('clusters are for platform people', async ({ page }) => {
  await signIn(page, people.zhangMin);
  await page.getByRole('link', { name: 'Clusters' }).click();
  await expect(page.getByText('Healthy').first()).toBeVisible();
});
