import {
  BreadcrumbEntry,
  PageLayoutProps,
  useBreadcrumbEntries,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { PluginHeader } from '@backstage/ui';
import { useMemo } from 'react';
import { useResolvedPath } from 'react-router-dom';
import { appTranslationRef } from '../../translation';
import { isUpstreamTitle } from './upstreamTitles';

/** The header and tabs of a page. Upstream pages bring their titles as plain English; here they are translated. */
export function TranslatedPageLayout(props: PageLayoutProps) {
  const { t } = useTranslationRef(appTranslationRef);
  const { items: breadcrumbs } = useBreadcrumbEntries();
  const pagePath = useResolvedPath('.').pathname.replace(/\/$/, '');
  const translated = (title: string) =>
    isUpstreamTitle(title) ? t(`page.${title}`) : title;
  const tabs = useMemo(
    () =>
      props.tabs?.map(tab => ({
        ...tab,
        href: tab.href.startsWith('/') ? tab.href : `${pagePath}/${tab.href}`,
        matchStrategy: 'prefix' as const,
      })),
    [props.tabs, pagePath],
  );

  if (props.noHeader) return <>{props.children}</>;
  const title = props.title && translated(props.title);
  const page = (
    <>
      <PluginHeader
        title={title}
        icon={props.icon}
        titleLink={props.titleLink}
        breadcrumbs={breadcrumbs}
        tabs={tabs?.map(tab => ({ ...tab, label: translated(tab.label) }))}
        customActions={props.headerActions}
      />
      {props.children}
    </>
  );
  return title ? (
    <BreadcrumbEntry
      entry={{ label: title, href: props.titleLink ?? (pagePath || '/') }}
    >
      {page}
    </BreadcrumbEntry>
  ) : (
    page
  );
}
