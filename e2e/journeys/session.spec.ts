import { expect, test } from '@playwright/test';
import { enterPassword, people, signIn } from '../support/portal';

test('a wrong password is refused, the right one lasts over a reload, sign-out ends it', async ({
  page,
}) => {
  await page.goto('/');
  await page
    .getByRole('button', { name: /Sign in with the user center/ })
    .click();
  await enterPassword(page, 'li.na', 'not-her-password');
  await expect(page.getByRole('alert')).toBeVisible();
  await enterPassword(page, 'li.na', 'jimu-li');
  await expect(page.getByText('李娜').first()).toBeVisible();

  await page.reload();
  await expect(page.getByText('李娜').first()).toBeVisible();

  await page.getByRole('button', { name: /Account of 李娜/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  const signInButton = page.getByRole('button', {
    name: /Sign in with the user center/,
  });
  await expect(signInButton).toBeVisible();
  await signInButton.click();
  await expect(page.locator('[name=password]')).toBeVisible();
});

test('the portal speaks Chinese', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await signIn(page, people.liNa);
  await page.goto('/market');
  await page.getByRole('searchbox').fill('缓存');
  await expect(page.getByText('Redis').first()).toBeVisible();
  await expect(page.getByText('MySQL')).toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await context.close();
});
