import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { RiCompassDiscoverLine } from '@remixicon/react';
import { appTranslationRef } from '../../translation';
import styles from './messagePages.module.css';

/** An address that leads nowhere, with the ways out. */
export function NotFoundPage() {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <section className={styles.page}>
      <RiCompassDiscoverLine size={40} className={styles.icon} aria-hidden />
      <h1 className={styles.title}>{t('error.notFound.title')}</h1>
      <p className={styles.text}>{t('error.notFound.text')}</p>
      <div className={styles.actions}>
        <ButtonLink href="/" variant="primary">
          {t('error.notFound.home')}
        </ButtonLink>
      </div>
    </section>
  );
}
