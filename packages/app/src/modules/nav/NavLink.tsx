import { NavLink as RouterNavLink } from 'react-router-dom';
import styles from './NavContent.module.css';
import type { NavEntry } from './navPlan';
import { useEntryTitle } from './useEntryTitle';

/** One entry. Where there is room for the icon only, the label is still read out, and shown on hover. */
export function NavLink({ entry }: { entry: NavEntry }) {
  const title = useEntryTitle()(entry);
  const { href, icon } = entry.item;
  return (
    <RouterNavLink
      to={href}
      end={href === '/'}
      className={styles.link}
      title={title}
    >
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <span className={styles.label}>{title}</span>
    </RouterNavLink>
  );
}
