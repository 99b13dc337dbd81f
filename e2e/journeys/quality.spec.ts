import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { choose, people, signIn } from '../support/portal';

const pages = [
  '/',
  '/market',
  '/market/redis/order',
  '/instances',
  '/tenants',
  '/settings',
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} pages`, () => {
    test.use({ colorScheme });

    test('have no accessibility violations', async ({ page }) => {
      await signIn(page, people.liNa);
      for (const path of pages) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await expect(page.locator('.bui-Skeleton')).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
          .analyze();
        expect(
          violations.map(v => `${path}: ${v.id} ${v.nodes[0].html}`),
        ).toEqual([]);
      }
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('no page scrolls sideways', async ({ page }) => {
    await signIn(page, people.liNa);
    for (const path of pages) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });
});

test('bad input is refused at its field, and a broken order changes nothing', async ({
  page,
}) => {
  await signIn(page, people.liNa);
  await page.goto('/market/redis/order');
  await choose(page, 'Environment', 'Development');
  const name = page.getByRole('textbox', { name: /^Name/ });
  await name.fill('Not a Name!');
  await expect(
    page.getByText(/Lower case letters, digits and dashes only/),
  ).toBeVisible();
  await name.fill('x'.repeat(80));
  await expect(page.getByText(/At most \d+ characters$/)).toBeVisible();
  await page.goto('/instances');
  await expect(page.getByText('No instances yet')).toBeVisible();
});
