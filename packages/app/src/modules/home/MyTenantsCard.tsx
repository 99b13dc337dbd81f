import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Link, Skeleton } from '@backstage/ui';
import type { TenantView } from '@jimu/plugin-tenants-common';
import { appTranslationRef } from '../../translation';
import { Panel } from '../layout/Panel';
import styles from './HomePage.module.css';
import { tenantsRouteRef } from './routes';
import { useMyTenants } from './useMyTenants';

/** The viewer's tenants with the role in each. */
export function MyTenantsCard() {
  const { t } = useTranslationRef(appTranslationRef);
  const { tenants, reload } = useMyTenants();
  const all = useRouteRef(tenantsRouteRef)?.();
  return (
    <Panel
      title={t('home.tenants.title')}
      action={all && <Link href={all}>{t('home.tenants.all')}</Link>}
    >
      {tenants.state === 'loading' && (
        <div role="status" aria-label={t('home.tenants.loading')}>
          <Skeleton height={48} />
        </div>
      )}
      {tenants.state === 'failed' && (
        <Alert
          status="danger"
          icon
          title={t('home.tenants.failed')}
          description={tenants.error.message}
          customActions={
            <Button size="small" variant="secondary" onPress={reload}>
              {t('home.tenants.retry')}
            </Button>
          }
        />
      )}
      {tenants.state === 'loaded' &&
        (tenants.tenants.length > 0 ? (
          <ul className={styles.tenants}>
            {tenants.tenants.map(tenant => (
              <TenantRow key={tenant.name} tenant={tenant} />
            ))}
          </ul>
        ) : (
          <Alert
            status="info"
            icon
            title={t('home.tenants.emptyTitle')}
            description={t('home.tenants.emptyText')}
          />
        ))}
    </Panel>
  );
}

function TenantRow({ tenant }: { tenant: TenantView }) {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <li className={styles.tenant}>
      <span>
        <span className={styles.tenantTitle}>{tenant.title}</span>
        <span className={styles.tenantFacts}>
          {t('home.tenants.environments', {
            names: tenant.environments.join(', '),
          })}
        </span>
      </span>
      <span className={styles.role}>
        {t(`home.tenants.role.${tenant.role ?? 'none'}`)}
      </span>
    </li>
  );
}
