import { useApi } from '@backstage/frontend-plugin-api';
import { Link, Skeleton, Text } from '@backstage/ui';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useAmounts } from '../../hooks/useAmounts';
import { useLinks } from '../../hooks/useLinks';
import { dataOf, useLoad } from '../../hooks/useLoad';
import { useTexts } from '../../hooks/useTexts';
import { FailureAlert } from '../common/FailureAlert';
import { OfferingIcon } from '../common/OfferingIcon';
import { Panel } from '../common/Panel';
import styles from './home.module.css';

const SHOWN = 6;

/** What can be ordered, one step from the form; for the home page. */
export function OfferingsCard() {
  const t = useTexts();
  const links = useLinks();
  const amounts = useAmounts();
  const api = useApi(serviceBrokerApiRef);
  const loaded = useLoad('offerings', signal => api.offerings({ signal }));
  const offerings = dataOf(loaded)?.items.filter(offering =>
    offering.availability.some(a => a.available),
  );
  return (
    <Panel
      title={t('home.offerings')}
      actions={<Link href={links.market()}>{t('action.toMarket')}</Link>}
    >
      {loaded.status === 'failed' && (
        <FailureAlert failure={loaded.failure} onRetry={loaded.reload} />
      )}
      {loaded.status === 'loading' && (
        <div className={styles.tiles} aria-hidden>
          {[0, 1, 2, 3].map(key => (
            <Skeleton key={key} width="100%" height={56} />
          ))}
        </div>
      )}
      {offerings?.length === 0 && (
        <Text as="p" color="secondary">
          {t('market.empty.title')}
        </Text>
      )}
      {offerings && offerings.length > 0 && (
        <ul className={styles.tiles}>
          {offerings.slice(0, SHOWN).map(offering => (
            <li key={offering.name} className={styles.tile}>
              <OfferingIcon category={offering.category} />
              <div className={styles.text}>
                <Link
                  href={links.order(offering.name)}
                  weight="bold"
                  aria-label={t('market.orderNamed', {
                    offering: offering.title,
                  })}
                >
                  {offering.title}
                </Link>
                <Text as="p" variant="body-small" color="secondary">
                  {t('market.from', {
                    price: amounts.perMonth(offering.fromPrice),
                  })}
                </Text>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
