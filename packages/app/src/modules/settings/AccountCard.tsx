import {
  errorApiRef,
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Skeleton } from '@backstage/ui';
import { appTranslationRef } from '../../translation';
import { useViewer } from '../nav/useViewer';
import { Panel } from '../layout/Panel';
import styles from './SettingsPage.module.css';

/** Who is signed in, and for which groups they act. */
export function AccountCard() {
  const { t } = useTranslationRef(appTranslationRef);
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const viewer = useViewer();
  return (
    <Panel title={t('settings.account.title')}>
      {viewer ? (
        <dl className={styles.facts}>
          <dt>{t('settings.account.name')}</dt>
          <dd>{viewer.name}</dd>
          {viewer.email && (
            <>
              <dt>{t('settings.account.email')}</dt>
              <dd>{viewer.email}</dd>
            </>
          )}
          <dt>{t('settings.account.user')}</dt>
          <dd>
            <EntityRefLink entityRef={viewer.entityRef} hideIcon>
              <code className={styles.code}>
                {viewer.entityRef.split('/')[1]}
              </code>
            </EntityRefLink>
          </dd>
          <dt>{t('settings.account.groups')}</dt>
          <dd>
            {viewer.groupRefs.length === 0 && t('settings.account.noGroups')}
            <ul className={styles.groups}>
              {viewer.groupRefs.map(ref => (
                <li key={ref}>
                  <EntityRefLink entityRef={ref} hideIcon />
                </li>
              ))}
            </ul>
          </dd>
        </dl>
      ) : (
        <Skeleton height={120} />
      )}
      <p className={styles.hint}>{t('settings.account.hint')}</p>
      <Button
        variant="secondary"
        onPress={() => {
          identityApi.signOut().catch(error => errorApi.post(error));
        }}
      >
        {t('user.signOut')}
      </Button>
    </Panel>
  );
}
