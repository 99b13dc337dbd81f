import type { NavContentNavItem } from '@backstage/plugin-app-react';

/** Texts of the navigation: keys below `nav`. */
export type NavText =
  | 'home'
  | 'market'
  | 'instances'
  | 'catalog'
  | 'tenants'
  | 'clusters'
  | 'settings';

interface PlannedPage {
  /** Extension id of the page. */
  page: string;
  text: NavText;
}

/** The navigation by task, in order. */
const MAIN: PlannedPage[] = [
  { page: 'page:home', text: 'home' },
  { page: 'page:service-broker/market', text: 'market' },
  { page: 'page:service-broker/instances', text: 'instances' },
  { page: 'page:catalog', text: 'catalog' },
  { page: 'page:tenants', text: 'tenants' },
];

/** Below a line, for platform people. */
const PLATFORM: PlannedPage[] = [{ page: 'page:clusters', text: 'clusters' }];

const SETTINGS: PlannedPage = { page: 'page:user-settings', text: 'settings' };

/** Upstream pages that serve no task of their own; they are reached from others. */
const UNLISTED = ['page:catalog-graph'];

/** An entry of the navigation. Without `text` it bears the title that its plugin gives it. */
export interface NavEntry {
  item: NavContentNavItem;
  text?: NavText;
}

export interface NavPlan {
  main: NavEntry[];
  platform: NavEntry[];
  settings?: NavEntry;
}

/** Puts the pages that are there into the navigation's order. Pages it does not know come after the main ones. */
export function planNavigation(
  items: NavContentNavItem[],
  { seesPlatform }: { seesPlatform: boolean },
): NavPlan {
  const byPage = new Map(items.map(item => [item.node.spec.id, item]));
  const planned = (pages: PlannedPage[]) =>
    pages.flatMap(({ page, text }) => {
      const item = byPage.get(page);
      return item ? [{ item, text }] : [];
    });
  const placed = new Set([
    ...[...MAIN, ...PLATFORM, SETTINGS].map(({ page }) => page),
    ...UNLISTED,
  ]);
  return {
    main: [
      ...planned(MAIN),
      ...items
        .filter(item => !placed.has(item.node.spec.id))
        .map(item => ({ item })),
    ],
    platform: seesPlatform ? planned(PLATFORM) : [],
    settings: planned([SETTINGS])[0],
  };
}
