import { Badge, Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import {
  appLanguageApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  Environment,
  tenantNamespaces,
  TenantView,
} from '@jimu/plugin-tenants-common';
import { tenantsTranslationRef } from '../../translation';
import styles from './TenantsPage.module.css';

export interface TenantCardProps {
  tenant: TenantView;
  /** The tenant's environments. */
  environments: Environment[];
}

/** `group:default/payments` as people say it: `payments`. */
const groupName = (ref: string) => ref.slice(ref.indexOf('/') + 1);

export function TenantCard({ tenant, environments }: TenantCardProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const role = tenant.role ?? 'none';

  return (
    <Card>
      <CardHeader>
        <Flex align="center" justify="between" gap="2">
          <Text as="h2" variant="title-small" weight="bold">
            {tenant.title}
          </Text>
          <code className={styles.name}>{tenant.name}</code>
        </Flex>
      </CardHeader>
      <CardBody>
        <dl className={styles.facts}>
          <dt>{t('role.label')}</dt>
          <dd>
            <Badge>{t(`role.${role}`)}</Badge>
            <Text as="p" variant="body-small" color="secondary">
              {t(`rights.${role}`)}
            </Text>
          </dd>
          <dt>{t('owner')}</dt>
          <dd>{groupName(tenant.owner)}</dd>
          <dt>{t('groups')}</dt>
          <dd>
            <ul className={styles.plain}>
              {tenant.roles.map(mapping => (
                <li key={`${mapping.role} ${mapping.group}`}>
                  {groupName(mapping.group)} · {t(`role.${mapping.role}`)}
                </li>
              ))}
            </ul>
          </dd>
          <dt>{t('environments')}</dt>
          <dd>
            <ul className={styles.plain}>
              {environments.map(environment => {
                const namespaces = tenantNamespaces(
                  tenant.name,
                  environment.name,
                );
                return (
                  <li key={environment.name}>
                    <Flex align="center" gap="2">
                      <strong>
                        {environment.title[language === 'zh' ? 'zh' : 'en']}
                      </strong>
                      {environment.production && (
                        <Badge size="small">{t('production')}</Badge>
                      )}
                    </Flex>
                    <div className={styles.namespaces}>
                      <span>{t('namespace.apps')}</span>
                      <code>{namespaces.apps}</code>
                      <span>{t('namespace.services')}</span>
                      <code>{namespaces.services}</code>
                    </div>
                  </li>
                );
              })}
            </ul>
          </dd>
        </dl>
      </CardBody>
    </Card>
  );
}
