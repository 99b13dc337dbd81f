import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink, Skeleton } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import { useParams, useSearchParams } from 'react-router-dom';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useLastPlace } from '../../hooks/useLastPlace';
import { useLinks } from '../../hooks/useLinks';
import { dataOf, useLoad } from '../../hooks/useLoad';
import { mayOrder, useTenancy } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { readSuggestion } from '../../model/orderDraft';
import { EmptyState } from '../common/EmptyState';
import { FailureAlert } from '../common/FailureAlert';
import { OfferingIcon } from '../common/OfferingIcon';
import { PageFrame } from '../common/PageFrame';
import { OrderFormView } from './OrderFormView';
import styles from './OrderPage.module.css';
import { startingPlace } from './useOrderForm';

/** Orders one offering, on one page. */
export function OrderPage() {
  const t = useTexts();
  const links = useLinks();
  const { offering: name = '' } = useParams();
  const api = useApi(serviceBrokerApiRef);
  const loaded = useLoad(`offering ${name}`, signal =>
    api.offering(name, { signal }),
  );
  const tenancyLoaded = useTenancy();
  const tenancy = dataOf(tenancyLoaded);
  const [lastPlace, rememberPlace] = useLastPlace();
  const [query] = useSearchParams();
  const suggestion = useMemo(() => readSuggestion(query), [query]);
  const offering = dataOf(loaded);

  const lost = loaded.status === 'failed' && loaded.failure.kind === 'notFound';
  const failed = [loaded, tenancyLoaded].find(
    l => l.status === 'failed' && l.data === undefined,
  );
  const title = t('order.title', { offering: offering?.title ?? name });
  const above = [{ label: t('market.title'), href: links.market() }];

  if (lost) {
    return (
      <PageFrame title={t('market.title')} above={above}>
        <EmptyState
          icon={<RiQuestionLine size={40} />}
          title={t('order.lost', { offering: name })}
          hint={t('order.lost.hint')}
          action={
            <ButtonLink href={links.market()} variant="primary">
              {t('action.toMarket')}
            </ButtonLink>
          }
        />
      </PageFrame>
    );
  }

  const known = offering && tenancy && lastPlace;
  const noTenant = tenancy && !tenancy.tenants.some(mayOrder);
  return (
    <PageFrame
      title={title}
      titleAside={offering && <OfferingIcon category={offering.category} />}
      above={above}
    >
      {failed?.status === 'failed' && (
        <FailureAlert failure={failed.failure} onRetry={failed.reload} />
      )}
      {!known && !failed && <OrderFormSkeleton />}
      {noTenant && (
        <EmptyState
          title={t('order.noTenant.title')}
          hint={t('order.noTenant.hint')}
        />
      )}
      {known && !noTenant && offering.plans.length === 0 && (
        <EmptyState
          title={t('order.broken', { offering: offering.title })}
          hint={t('order.broken.hint')}
        />
      )}
      {known && !noTenant && offering.plans.length > 0 && (
        <OrderFormView
          key={`${offering.name} ${query}`}
          offering={offering}
          tenancy={tenancy}
          suggestion={suggestion}
          place={startingPlace(tenancy, [suggestion, lastPlace])}
          onPlace={rememberPlace}
        />
      )}
    </PageFrame>
  );
}

function OrderFormSkeleton() {
  return (
    <div className={styles.columns} aria-hidden>
      <div className={styles.form}>
        <Skeleton height={220} width="100%" />
        <Skeleton height={120} width="100%" />
        <Skeleton height={180} width="100%" />
      </div>
      <Skeleton height={260} width="100%" />
    </div>
  );
}
