import { expect, Locator, Page } from '@playwright/test';

/** Sample people of the sandbox. */
export const people = {
  liNa: { username: 'li.na', password: 'jimu-li', name: '李娜' },
  liuYang: { username: 'liu.yang', password: 'jimu-liu', name: '刘洋' },
  zhangMin: { username: 'zhang.min', password: 'jimu-zhang', name: '张敏' },
};

export type Person = typeof people.liNa;

/** Signs in through the user center and ends at the home page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('button', {
      name: /Sign in with the user center|使用用户中心登录/,
    })
    .click();
  await enterPassword(page, person.username, person.password);
  await expect(page.getByText(person.name).first()).toBeVisible();
}

/** Fills in the user center's form. */
export async function enterPassword(
  page: Page,
  username: string,
  password: string,
): Promise<void> {
  await page.locator('[name=username]').fill(username);
  await page.locator('[name=password]').fill(password);
  await page.locator('button.submit').click();
}

export interface Order {
  /** Name of the offering: `redis`. */
  offering: string;
  /** Its title: `Redis`. */
  title: string;
  name: string;
}

/** Orders the small plan in the development environment and answers the instance's id. */
export async function order(page: Page, wanted: Order): Promise<string> {
  await page.goto(`/market/${wanted.offering}/order`);
  await choosePlan(page, /^Small/);
  await choose(page, 'Environment', 'Development');
  await page.getByRole('textbox', { name: /^Name/ }).fill(wanted.name);
  await expect(page.getByText('The name is free')).toBeVisible();
  await page
    .getByRole('button', { name: `Order ${wanted.title}`, exact: true })
    .click();
  await page.waitForURL(/\/instances\/[0-9a-f-]{36}/);
  return page.url().split('/').pop()!;
}

/** Chooses a plan by its radio button, as a keyboard user does. */
export async function choosePlan(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('radio', { name }).check({ force: true });
}

/** Chooses from a drop-down list. */
export async function choose(
  page: Page,
  label: string,
  option: string,
): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(label) })
    .first()
    .click();
  await page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
}

/** The state of the instance, as the page's header says it. */
export function phase(page: Page, word: string): Locator {
  return page.locator('main').getByText(word, { exact: true }).first();
}

/** Makes a binding and waits until it is ready. */
export async function bind(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New binding' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(name);
  await dialog.getByRole('button', { name: 'Make the binding' }).click();
  await expect(
    page.getByRole('button', { name: `Show the credentials of ${name}` }),
  ).toBeVisible({ timeout: 60_000 });
}

/** Shows a binding's credentials for use outside the cluster and copies the connection string. */
export async function copyExternalUri(
  page: Page,
  name: string,
): Promise<string> {
  await page
    .getByRole('button', { name: `Show the credentials of ${name}` })
    .click();
  await page.getByRole('radio', { name: 'Outside' }).click();
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: 'Copy uri' })
    .click();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Deletes the instance at hand by typing its name. */
export async function deleteInstance(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Delete this instance' }).click();
  const dialog = page.getByRole('dialog');
  const submit = dialog.getByRole('button', { name: 'Delete for good' });
  await expect(submit).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await submit.click();
}
