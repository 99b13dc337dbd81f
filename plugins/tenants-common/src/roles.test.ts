import { roleCovers, roleInTenant, tenantsWithRole } from './roles';
import type { Tenant } from './types';

const tenant = (name: string, team: string): Tenant => ({
  name,
  title: name,
  owner: `group:default/${team}`,
  environments: ['dev'],
  roles: [
    { role: 'developer', group: `group:default/${team}` },
    { role: 'owner', group: `group:default/${team}-leads` },
    { role: 'viewer', group: 'group:default/support' },
  ],
});

describe('roles in a tenant', () => {
  const pay = tenant('pay', 'payments');
  const shop = tenant('shop', 'shop');

  it('takes the strongest of several groups', () => {
    expect(
      roleInTenant(pay, [
        'group:default/support',
        'group:default/payments-leads',
        'group:default/payments',
      ]),
    ).toBe('owner');
  });

  it('gives strangers nothing', () => {
    expect(roleInTenant(pay, ['group:default/shop'])).toBeUndefined();
    expect(roleCovers(undefined, 'viewer')).toBe(false);
  });

  it('lets a role do what the weaker ones may, and no more', () => {
    expect(roleCovers('owner', 'viewer')).toBe(true);
    expect(roleCovers('developer', 'developer')).toBe(true);
    expect(roleCovers('viewer', 'developer')).toBe(false);
  });

  it('lists the tenants in which a right holds', () => {
    const groups = ['group:default/payments', 'group:default/support'];
    expect(tenantsWithRole([pay, shop], groups, 'viewer')).toEqual([
      'pay',
      'shop',
    ]);
    expect(tenantsWithRole([pay, shop], groups, 'developer')).toEqual(['pay']);
  });
});
