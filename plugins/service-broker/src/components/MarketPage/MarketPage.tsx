import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, SearchField, Text } from '@backstage/ui';
import { RiSearchLine, RiStore2Line } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { dataOf, useLoad } from '../../hooks/useLoad';
import { useTenancy, useTenancyNames } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { matchOfferings } from '../../model/matchOffering';
import { EmptyState } from '../common/EmptyState';
import { FailureAlert } from '../common/FailureAlert';
import { PageFrame } from '../common/PageFrame';
import { BrokenOfferings } from './BrokenOfferings';
import { CategoryFilter } from './CategoryFilter';
import { OfferingGrid, OfferingGridSkeleton } from './OfferingGrid';
import { categoryLabels } from './categoryLabels';
import styles from './MarketPage.module.css';

/** What can be ordered: categories, a search that understands both languages, and a card for each offering. */
export function MarketPage() {
  const t = useTexts();
  const api = useApi(serviceBrokerApiRef);
  const loaded = useLoad('offerings', signal => api.offerings({ signal }));
  const names = useTenancyNames(dataOf(useTenancy()));
  const [params, setParams] = useSearchParams();
  const query = params.get('q') ?? '';
  const category = params.get('category') ?? undefined;
  const all = dataOf(loaded)?.items;

  const shown = useMemo(() => {
    const inCategory = (all ?? []).filter(
      offering => !category || offering.category === category,
    );
    return matchOfferings(inCategory, query, categoryLabels);
  }, [all, category, query]);

  // The address follows, so that a search can be shared; no history entry for each letter.
  const setParam = (key: string, value: string | undefined) =>
    setParams(
      current => {
        const next = new URLSearchParams(current);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace: true },
    );

  return (
    <PageFrame title={t('market.title')} subtitle={t('market.subtitle')}>
      {loaded.status === 'failed' && (
        <FailureAlert failure={loaded.failure} onRetry={loaded.reload} />
      )}
      <BrokenOfferings />
      <div className={styles.tools}>
        <SearchField
          aria-label={t('market.search')}
          placeholder={t('market.searchPlaceholder')}
          size="medium"
          value={query}
          onChange={value => setParam('q', value)}
          className={styles.search}
        />
        {all && all.length > 0 && (
          <CategoryFilter
            offerings={all}
            selected={category}
            onSelect={value => setParam('category', value)}
          />
        )}
      </div>
      {loaded.status === 'loading' && <OfferingGridSkeleton />}
      {all && (
        <div role="status" className={styles.count}>
          <Text variant="body-medium" color="secondary">
            {t('market.found', { count: shown.length })}
          </Text>
        </div>
      )}
      {shown.length > 0 && <OfferingGrid offerings={shown} names={names} />}
      {all?.length === 0 && (
        <EmptyState
          icon={<RiStore2Line size={40} />}
          title={t('market.empty.title')}
          hint={t('market.empty.hint')}
        />
      )}
      {all && all.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={<RiSearchLine size={40} />}
          title={t('market.noMatch.title', { query })}
          hint={t('market.noMatch.hint')}
          action={
            <Button
              variant="secondary"
              onPress={() => setParams({}, { replace: true })}
            >
              {t('market.noMatch.action')}
            </Button>
          }
        />
      )}
    </PageFrame>
  );
}
