import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Container } from '@backstage/ui';
import { MyInstancesCard, OfferingsCard } from '@jimu/plugin-service-broker';
import { appTranslationRef } from '../../translation';
import { useViewer } from '../nav/useViewer';
import { greetingOf } from './greeting';
import styles from './HomePage.module.css';
import { MyTenantsCard } from './MyTenantsCard';
import { QuickActions } from './QuickActions';

/** What one's teams run, what can be ordered, and the ways there. */
export function HomePage() {
  const { t } = useTranslationRef(appTranslationRef);
  const viewer = useViewer();
  const greeting = greetingOf(new Date());
  return (
    <Container>
      <div className={styles.header}>
        <h1 className={styles.title}>
          {viewer
            ? t(`home.greeting.${greeting}`, { name: viewer.name })
            : t('home.title')}
        </h1>
        <p className={styles.subtitle}>{t('home.subtitle')}</p>
      </div>
      <QuickActions />
      <div className={styles.columns}>
        <MyInstancesCard />
        <MyTenantsCard />
      </div>
      <OfferingsCard />
    </Container>
  );
}
