import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { appTranslationRef } from '../../translation';
import type { NavEntry } from './navPlan';

/** Titles of entries in the viewer's language. */
export function useEntryTitle(): (entry: NavEntry) => string {
  const { t } = useTranslationRef(appTranslationRef);
  return ({ text, item }) => (text ? t(`nav.${text}`) : item.title);
}
