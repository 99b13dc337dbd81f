import type { NavContentNavItem } from '@backstage/plugin-app-react';
import { NavEntry, planNavigation } from './navPlan';

const item = (id: string) =>
  ({ node: { spec: { id } }, href: '/x' } as NavContentNavItem);
const ids = (entries: NavEntry[]) =>
  entries.map(entry => entry.item.node.spec.id);

const items = [
  'page:user-settings',
  'page:something-new',
  'page:catalog-graph',
  'page:clusters',
  'page:catalog',
  'page:home',
].map(item);

describe('planNavigation', () => {
  it('orders by task and keeps what it does not know', () => {
    const plan = planNavigation(items, { seesPlatform: true });
    expect(ids(plan.main)).toEqual([
      'page:home',
      'page:catalog',
      'page:something-new',
    ]);
    expect(ids(plan.platform)).toEqual(['page:clusters']);
    expect(plan.settings?.item.node.spec.id).toBe('page:user-settings');
  });

  it('hides what is for platform people from others', () => {
    const plan = planNavigation(items, { seesPlatform: false });
    expect(plan.platform).toEqual([]);
    expect(ids(plan.main)).not.toContain('page:clusters');
  });
});
