import type { ReactNode } from 'react';
import { Link, Text } from '@backstage/ui';
import { I18nProvider } from 'react-aria-components';
import { useDocumentTitle } from '../../hooks/useDocumentTitle';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { ConnectionNote } from './ConnectionNote';
import styles from './common.module.css';

interface PageFrameProps {
  title: string;
  /** Beside the title: a state, an icon. */
  titleAside?: ReactNode;
  subtitle?: ReactNode;
  /** The pages above this one. */
  above?: { label: string; href: string }[];
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page of this plugin: title, way back, actions, and a note when pushes do not arrive. */
export function PageFrame(props: PageFrameProps) {
  const { title, titleAside, subtitle, above = [], actions, children } = props;
  const t = useTexts();
  const { locale } = useFormats();
  useDocumentTitle(title);
  return (
    <I18nProvider locale={locale}>
      <main className={styles.page}>
        {above.length > 0 && (
          <nav aria-label={t('common.breadcrumb')}>
            <ol className={styles.breadcrumb}>
              {above.map(page => (
                <li key={page.href}>
                  <Link href={page.href} variant="body-medium">
                    {page.label}
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <header className={styles.header}>
          <div className={styles.heading}>
            <div className={styles.titleRow}>
              <Text as="h1" variant="title-small" className={styles.title}>
                {title}
              </Text>
              {titleAside}
            </div>
            {subtitle && (
              <Text as="p" variant="body-medium" color="secondary">
                {subtitle}
              </Text>
            )}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
          <ConnectionNote />
        </header>
        {children}
      </main>
    </I18nProvider>
  );
}
