import type { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import type { EventFeed } from '../service/EventFeed';
import type { TenantScopes } from '../service/TenantScopes';
import { eventHandlers } from './eventHandlers';

/** A stream over HTTP, for a caller and rights of the test's making. */
async function serve(options: {
  expiresAt?: Date;
  of: () => Promise<{ everywhere: boolean; allows: () => boolean }[]>;
}) {
  const feed = {
    head: async () => 7,
    since: async () => [],
    subscribe: async () => () => {},
  };
  const { streamEvents } = eventHandlers({
    feed: feed as unknown as EventFeed,
    scopes: { of: options.of } as unknown as TenantScopes,
    logger: mockServices.logger.mock(),
    stopping: new AbortController().signal,
    heartbeatMs: 10,
  });
  const app = express();
  app.get('/', (req, res, next) => {
    streamEvents(req, res, {
      actor: 'user:default/li.na',
      credentials: {
        ...mockCredentials.user(),
        expiresAt: options.expiresAt,
      },
    }).catch(next);
  });
  const server = app.listen(0);
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://localhost:${port}/`);
  return { response, close: () => server.close() };
}

const everywhere = [{ everywhere: true, allows: () => true }];

it('ends with the token of its viewer', async () => {
  const { response, close } = await serve({
    expiresAt: new Date(Date.now() + 50),
    of: async () => everywhere,
  });
  expect(await response.text()).toContain('id: 7');
  close();
});

it('ends when nobody can say what its viewer may see', async () => {
  let asked = 0;
  const { response, close } = await serve({
    of: async () => {
      asked += 1;
      if (asked > 1) throw new Error('no answer');
      return everywhere;
    },
  });
  expect(await response.text()).toContain('id: 7');
  close();
});
