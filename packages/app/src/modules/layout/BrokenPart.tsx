import {
  ErrorDisplayProps,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { appTranslationRef } from '../../translation';
import styles from './messagePages.module.css';

/** Shown in place of a part of the page that failed while it was drawn. */
export function BrokenPart({ plugin, error, resetError }: ErrorDisplayProps) {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <section className={styles.page} role="alert">
      <RiErrorWarningLine size={40} className={styles.icon} aria-hidden />
      <h2 className={styles.title}>{t('error.broken.title')}</h2>
      <p className={styles.text}>{t('error.broken.text')}</p>
      <div className={styles.actions}>
        <Button variant="primary" onPress={resetError}>
          {t('error.broken.retry')}
        </Button>
      </div>
      <details className={styles.details}>
        <summary>{t('error.broken.details')}</summary>
        <code>
          {plugin ? `${plugin.id}: ` : ''}
          {String(error)}
        </code>
      </details>
    </section>
  );
}
