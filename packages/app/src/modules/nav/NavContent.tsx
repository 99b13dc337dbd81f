import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { useBreakpoint } from '@backstage/ui';
import { clusterReadPermission } from '@jimu/plugin-clusters-common';
import { Link } from 'react-router-dom';
import { appTranslationRef } from '../../translation';
import { BrandMark } from '../layout/BrandMark';
import { AccountMenu } from './AccountMenu';
import { MoreMenu } from './MoreMenu';
import styles from './NavContent.module.css';
import { NavEntry, planNavigation } from './navPlan';
import { NavLink } from './NavLink';
import { useDocumentTitle } from './useDocumentTitle';

/** Entries of the bar at the bottom of a small screen, beside "more". */
const BAR_ENTRIES = 4;

/** The navigation: a column on the left, on small screens a bar at the bottom. */
export function NavContent({ navItems }: NavContentComponentProps) {
  const { t } = useTranslationRef(appTranslationRef);
  const { allowed: seesPlatform } = usePermission({
    permission: clusterReadPermission,
  });
  const { up } = useBreakpoint();
  const plan = planNavigation(navItems.clone().rest(), { seesPlatform });

  useDocumentTitle(
    [...plan.main, ...plan.platform, plan.settings].filter(
      (entry): entry is NavEntry => Boolean(entry),
    ),
  );

  if (!up('xs')) {
    const rest = [...plan.main.slice(BAR_ENTRIES), ...plan.platform];
    return (
      <nav className={styles.bar} aria-label={t('nav.label')}>
        <NavList entries={plan.main.slice(0, BAR_ENTRIES)} />
        <MoreMenu entries={rest} settings={plan.settings} />
      </nav>
    );
  }
  return (
    <nav className={styles.sidebar} aria-label={t('nav.label')}>
      <Link to="/" className={styles.brand}>
        <BrandMark />
        <span className={styles.label}>{t('brand.name')}</span>
      </Link>
      <NavList entries={plan.main} />
      {plan.platform.length > 0 && (
        <section className={styles.platform}>
          <h2 className={styles.heading}>{t('nav.platform')}</h2>
          <NavList entries={plan.platform} />
        </section>
      )}
      <div className={styles.bottom}>
        {plan.settings && <NavList entries={[plan.settings]} />}
        <AccountMenu />
      </div>
    </nav>
  );
}

function NavList({ entries }: { entries: NavEntry[] }) {
  return (
    <ul className={styles.list}>
      {entries.map(entry => (
        <li key={entry.item.node.spec.id}>
          <NavLink entry={entry} />
        </li>
      ))}
    </ul>
  );
}
