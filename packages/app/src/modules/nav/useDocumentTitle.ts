import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import type { NavEntry } from './navPlan';
import { useEntryTitle } from './useEntryTitle';

/** Names the browser's tab after the part of the portal it shows; a page may say it more exactly. */
export function useDocumentTitle(entries: NavEntry[]): void {
  const configApi = useApi(configApiRef);
  const { pathname } = useLocation();
  const entry = entryAt(pathname, entries);
  const title = useEntryTitle()(entry);
  const brand = configApi.getOptionalString('app.title') ?? 'Jimu';
  useEffect(() => {
    document.title = title ? `${title} · ${brand}` : brand;
  }, [title, brand, pathname]);
}

/** The entry whose page holds the address: the one with the longest matching path. */
export function entryAt(
  pathname: string,
  entries: NavEntry[],
): NavEntry | undefined {
  return entries
    .filter(({ item: { href } }) =>
      href === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${href}/`),
    )
    .sort((a, b) => b.item.href.length - a.item.href.length)[0];
}
