import { ButtonLink, Link, Skeleton, Text } from '@backstage/ui';
import { useInstances } from '../../hooks/useInstances';
import { useLinks } from '../../hooks/useLinks';
import { dataOf } from '../../hooks/useLoad';
import { useTenancy, useTenancyNames } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { EmptyState } from '../common/EmptyState';
import { FailureAlert } from '../common/FailureAlert';
import { Panel } from '../common/Panel';
import { PhaseBadge } from '../common/PhaseBadge';
import styles from './home.module.css';

const SHOWN = 5;

/** The instances ordered last in the viewer's tenants, live; for the home page. */
export function MyInstancesCard() {
  const t = useTexts();
  const links = useLinks();
  const names = useTenancyNames(dataOf(useTenancy()));
  const { page, failure, reload } = useInstances({
    sort: 'createdAt',
    order: 'desc',
    limit: SHOWN,
  });
  const items = page?.items ?? [];
  return (
    <Panel
      title={t('instances.mine')}
      actions={
        items.length > 0 && (
          <Link href={links.instances()}>{t('instances.all')}</Link>
        )
      }
    >
      {failure && <FailureAlert failure={failure} onRetry={reload} />}
      {!page && !failure && (
        <div className={styles.list} aria-hidden>
          {[0, 1, 2].map(key => (
            <Skeleton key={key} width="100%" height={36} />
          ))}
        </div>
      )}
      {page && items.length === 0 && (
        <EmptyState
          title={t('instances.empty.title')}
          hint={t('home.instances.empty')}
          action={
            <ButtonLink href={links.market()} variant="primary">
              {t('action.toMarket')}
            </ButtonLink>
          }
        />
      )}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map(item => (
            <li key={item.id} className={styles.row}>
              <div className={styles.text}>
                <Link href={links.instance(item.id)} weight="bold">
                  {item.name}
                </Link>
                <Text as="p" variant="body-small" color="secondary">
                  {[
                    item.offeringTitle,
                    names.environment(item.environment),
                    names.tenant(item.tenant),
                  ].join(' · ')}
                </Text>
              </div>
              <PhaseBadge phase={item.phase} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
