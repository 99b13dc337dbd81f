import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Container } from '@backstage/ui';
import { appTranslationRef } from '../../translation';
import { AccountCard } from './AccountCard';
import { AppearanceCard } from './AppearanceCard';
import styles from './SettingsPage.module.css';

/** Who one is, and how the portal looks and speaks. */
export function SettingsPage() {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <Container>
      <h1 className={styles.title}>{t('settings.title')}</h1>
      <div className={styles.cards}>
        <AccountCard />
        <AppearanceCard />
      </div>
    </Container>
  );
}
