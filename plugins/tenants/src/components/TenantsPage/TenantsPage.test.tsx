import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { Environment, TenantView } from '@jimu/plugin-tenants-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { TenantsApi, tenantsApiRef } from '../../api/TenantsApi';
import { TenantsPage } from './TenantsPage';

const dev: Environment = {
  name: 'dev',
  title: { en: 'Development', zh: '开发' },
  cluster: 'main',
  production: false,
  exposure: 'none',
  deletionPolicy: 'delete',
};
const pay: TenantView = {
  name: 'pay',
  title: '支付',
  owner: 'group:default/payments',
  role: 'developer',
  roles: [{ role: 'developer', group: 'group:default/payments' }],
  environments: ['dev'],
};

const render = (api: TenantsApi) =>
  renderInTestApp(<TenantsPage />, { apis: [[tenantsApiRef, api]] });

describe('TenantsPage', () => {
  it('says what the viewer may do and where things live', async () => {
    await render({
      tenants: async () => ({ items: [pay] }),
      environments: async () => ({ items: [dev] }),
    });
    expect(await screen.findByText('支付')).toBeInTheDocument();
    expect(screen.getByText('Developer')).toBeInTheDocument();
    expect(screen.getByText(/reads credentials/)).toBeInTheDocument();
    expect(screen.getByText('pay-dev-svc')).toBeInTheDocument();
  });

  it('tells who is in no tenant how to get into one', async () => {
    await render({
      tenants: async () => ({ items: [] }),
      environments: async () => ({ items: [dev] }),
    });
    expect(
      await screen.findByText('You are in no tenant yet'),
    ).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    const tenants = jest
      .fn()
      .mockRejectedValueOnce(new Error('the portal is restarting'))
      .mockResolvedValue({ items: [pay] });
    await render({ tenants, environments: async () => ({ items: [dev] }) });
    expect(
      await screen.findByText('the portal is restarting'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('支付')).toBeInTheDocument();
  });
});
