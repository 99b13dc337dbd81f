import { Box, Button, ButtonLink, Skeleton } from '@backstage/ui';
import { RiFilterOffLine, RiStackLine } from '@remixicon/react';
import { useInstances } from '../../hooks/useInstances';
import { useLinks } from '../../hooks/useLinks';
import { dataOf } from '../../hooks/useLoad';
import { useNarrow } from '../../hooks/useNarrow';
import { useTenancy, useTenancyNames } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { EmptyState } from '../common/EmptyState';
import { FailureAlert } from '../common/FailureAlert';
import { PageFrame } from '../common/PageFrame';
import { InstanceCards } from './InstanceCards';
import { InstanceFilters } from './InstanceFilters';
import styles from './InstancesPage.module.css';
import { InstanceTable } from './InstanceTable';
import { Pager } from './Pager';
import { useInstanceQuery } from './useInstanceQuery';

/** All instances of the viewer's tenants. */
export function InstancesPage() {
  const t = useTexts();
  const links = useLinks();
  const narrow = useNarrow();
  const state = useInstanceQuery();
  const { page, stale, failure, reload } = useInstances(state.query);
  const tenancy = dataOf(useTenancy());
  const names = useTenancyNames(tenancy);
  const items = page?.items ?? [];
  const empty = page !== undefined && items.length === 0 && !stale;
  const onlyEmpty = empty && !state.isFiltered;

  return (
    <PageFrame
      title={t('instances.title')}
      subtitle={t('instances.subtitle')}
      actions={
        !onlyEmpty && (
          <ButtonLink href={links.market()} variant="primary">
            {t('action.toMarket')}
          </ButtonLink>
        )
      }
    >
      {failure && <FailureAlert failure={failure} onRetry={reload} />}
      {!onlyEmpty && <InstanceFilters state={state} tenancy={tenancy} />}
      {!page && !failure && <ListSkeleton />}
      {items.length > 0 && (
        <div className={styles.list} data-stale={stale || undefined}>
          {narrow ? (
            <InstanceCards items={items} names={names} />
          ) : (
            <Box bg="neutral" className={styles.table}>
              <InstanceTable items={items} names={names} state={state} />
            </Box>
          )}
          <Pager page={page!} state={state} />
        </div>
      )}
      {onlyEmpty && (
        <EmptyState
          icon={<RiStackLine size={40} />}
          title={t('instances.empty.title')}
          hint={t('instances.empty.hint')}
          action={
            <ButtonLink href={links.market()} variant="primary">
              {t('action.toMarket')}
            </ButtonLink>
          }
        />
      )}
      {empty && state.isFiltered && (
        <EmptyState
          icon={<RiFilterOffLine size={40} />}
          title={t('instances.noMatch.title')}
          action={
            <Button variant="secondary" onPress={state.clear}>
              {t('instances.noMatch.action')}
            </Button>
          }
        />
      )}
    </PageFrame>
  );
}

function ListSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden>
      {[0, 1, 2, 3, 4].map(key => (
        <Skeleton key={key} width="100%" height={40} />
      ))}
    </div>
  );
}
