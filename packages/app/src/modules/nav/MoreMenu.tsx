import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from '@backstage/ui';
import { RiMenuLine } from '@remixicon/react';
import { Button } from 'react-aria-components';
import { appTranslationRef } from '../../translation';
import { useAccountActions } from './accountActions';
import styles from './NavContent.module.css';
import type { NavEntry } from './navPlan';
import { useEntryTitle } from './useEntryTitle';
import { useViewer } from './useViewer';

/** On small screens: the entries that the bar has no room for, and the account. */
export function MoreMenu(props: {
  entries: NavEntry[];
  settings: NavEntry | undefined;
}) {
  const { t } = useTranslationRef(appTranslationRef);
  const titleOf = useEntryTitle();
  const actions = useAccountActions(useViewer());
  const entries = [...props.entries, props.settings].filter(
    (entry): entry is NavEntry => Boolean(entry),
  );
  return (
    <MenuTrigger>
      <Button className={styles.link}>
        <span className={styles.icon} aria-hidden>
          <RiMenuLine />
        </span>
        <span className={styles.label}>{t('nav.more')}</span>
      </Button>
      <Menu placement="top end">
        {entries.map(entry => (
          <MenuItem
            key={entry.item.node.spec.id}
            href={entry.item.href}
            iconStart={entry.item.icon}
          >
            {titleOf(entry)}
          </MenuItem>
        ))}
        <MenuSeparator />
        {actions}
      </Menu>
    </MenuTrigger>
  );
}
