import { expect, test } from '@playwright/test';
import {
  bind,
  copyExternalUri,
  deleteInstance,
  order,
  people,
  phase,
  signIn,
} from '../support/portal';
import { installed, kubectl, objectsNamed, run } from '../support/sandbox';

/** How a developer proves that credentials work: log in, write, read back what was written. */
const offerings = [
  {
    offering: 'redis',
    title: 'Redis',
    server: 'redis-server',
    writeAndRead: (uri: string) => {
      run(
        'redis-cli',
        '--no-auth-warning',
        '-u',
        uri,
        'SET',
        'greeting',
        '你好',
      );
      return run(
        'redis-cli',
        '--no-auth-warning',
        '-u',
        uri,
        '--raw',
        'GET',
        'greeting',
      );
    },
  },
  {
    offering: 'mysql',
    title: 'MySQL',
    server: 'mariadbd',
    writeAndRead: (uri: string) => {
      const { username, password, hostname, port, pathname } = new URL(uri);
      return run(
        'mariadb',
        `-h${hostname}`,
        `-P${port}`,
        `-u${username}`,
        `-p${password}`,
        '--default-character-set=utf8mb4',
        '-N',
        '-e',
        "CREATE TABLE IF NOT EXISTS g (t VARCHAR(20)) CHARSET utf8mb4; INSERT INTO g VALUES ('你好'); SELECT t FROM g LIMIT 1",
        pathname.slice(1),
      );
    },
  },
  {
    offering: 'postgresql',
    title: 'PostgreSQL',
    server: 'psql',
    writeAndRead: (uri: string) =>
      run(
        'psql',
        uri,
        '-qtAc',
        "CREATE TABLE IF NOT EXISTS g (t text); INSERT INTO g VALUES ('你好'); SELECT t FROM g LIMIT 1",
      ),
  },
  {
    offering: 'kafka',
    title: 'Kafka',
    server: undefined,
    writeAndRead: undefined,
  },
];

test.describe('a developer helps herself', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  for (const { offering, title, server, writeAndRead } of offerings) {
    test(`orders ${title}, connects, gives it back`, async ({ page }) => {
      const name = `orders-${offering.slice(0, 4)}`;
      await signIn(page, people.liNa);
      await order(page, { offering, title, name });

      // Pushed, not reloaded.
      await expect(phase(page, 'Ready')).toBeVisible({ timeout: 90_000 });
      const resource = await page
        .getByText(new RegExp(`^${name}-[a-z0-9]{5}$`))
        .first()
        .innerText();
      expect(objectsNamed('pay-dev-svc', resource)).not.toEqual([]);

      await bind(page, 'web');
      if (writeAndRead && installed(server)) {
        const uri = await copyExternalUri(page, 'web');
        expect(writeAndRead(uri).trim()).toContain('你好');
      } else {
        expect(
          kubectl(
            'get',
            'kafkausers.kafka.strimzi.io',
            '-n',
            'pay-dev-svc',
            '-o',
            'jsonpath={.items[*].status.secret}',
          ),
        ).toContain(resource);
      }

      await deleteInstance(page, name);
      await expect(page.getByText(`${name} has been deleted`)).toBeVisible({
        timeout: 90_000,
      });
      await expect
        .poll(() => objectsNamed('pay-dev-svc', resource), { timeout: 30_000 })
        .toEqual([]);
    });
  }
});
