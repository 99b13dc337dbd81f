import { Alert, Button, Container, Flex, Skeleton, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useTenancy } from '../../hooks/useTenancy';
import { tenantsTranslationRef } from '../../translation';
import { TenantCard } from './TenantCard';
import styles from './TenantsPage.module.css';

/** The viewer's tenants, with the role in each and where its things live. */
export function TenantsPage() {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { tenancy, reload } = useTenancy();

  return (
    <Container>
      <Flex direction="column" gap="2" py="6">
        <Text as="h1" variant="title-medium" weight="bold">
          {t('page.title')}
        </Text>
        <Text as="p" color="secondary">
          {t('page.subtitle')}
        </Text>
      </Flex>
      {tenancy.state === 'loading' && (
        <div
          className={styles.cards}
          role="status"
          aria-label={t('page.loading')}
        >
          <Skeleton height={220} />
          <Skeleton height={220} />
        </div>
      )}
      {tenancy.state === 'failed' && (
        <Alert
          status="danger"
          icon
          title={t('page.error.title')}
          description={tenancy.error.message}
          customActions={
            <Button size="small" variant="secondary" onPress={reload}>
              {t('page.error.retry')}
            </Button>
          }
        />
      )}
      {tenancy.state === 'loaded' && tenancy.tenants.length === 0 && (
        <Alert
          status="info"
          icon
          title={t('page.empty.title')}
          description={t('page.empty.description')}
        />
      )}
      {tenancy.state === 'loaded' && (
        <div className={styles.cards}>
          {tenancy.tenants.map(tenant => (
            <TenantCard
              key={tenant.name}
              tenant={tenant}
              environments={tenancy.environments.filter(environment =>
                tenant.environments.includes(environment.name),
              )}
            />
          ))}
        </div>
      )}
    </Container>
  );
}
