import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { appTranslationRef } from '../../translation';
import type { NavEntry } from './navPlan';

/** Titles of entries in the viewer's language. */
export function useEntryTitle(): (entry: NavEntry | undefined) => string {
  const { t } = useTranslationRef(appTranslationRef);
  return entry =>
    entry?.text ? t(`nav.${entry.text}`) : entry?.item.title ?? '';
}
