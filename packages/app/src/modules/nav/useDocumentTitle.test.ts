import type { NavEntry } from './navPlan';
import { entryAt } from './useDocumentTitle';

const entries = ['/', '/catalog', '/catalog-graph', '/instances'].map(
  href => ({ item: { href } } as NavEntry),
);

describe('entryAt', () => {
  it.each([
    ['/', '/'],
    ['/instances', '/instances'],
    ['/instances/17/bindings', '/instances'],
    ['/catalog-graph', '/catalog-graph'],
    ['/nowhere', undefined],
  ])('%s is %s', (pathname, href) => {
    expect(entryAt(pathname, entries)?.item.href).toBe(href);
  });
});
