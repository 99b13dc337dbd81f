import { screen, within } from '@testing-library/react';
import { openApp } from '../../__testUtils__/openApp';
import { PortalBackend } from '../../__testUtils__/PortalBackend';

/** In a file of its own: decisions are remembered for as long as the page lives. */
it('shows platform pages to whom they are allowed', async () => {
  const backend = new PortalBackend();
  backend.signedInAs = { username: 'zhang.min', displayName: '张敏' };
  jest
    .spyOn(global, 'fetch')
    .mockImplementation((input, init) => backend.answer(input, init));
  openApp('/nowhere', ['clusters.read']);

  const platform = within(
    (await screen.findByRole('heading', { name: 'Platform' })).parentElement!,
  );
  expect(platform.getByRole('link', { name: 'Clusters' })).toHaveAttribute(
    'href',
    '/clusters',
  );
});
