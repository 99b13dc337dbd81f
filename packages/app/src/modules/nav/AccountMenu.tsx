import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Menu, MenuTrigger } from '@backstage/ui';
import { Button } from 'react-aria-components';
import { appTranslationRef } from '../../translation';
import { useAccountActions } from './accountActions';
import { initials } from './initials';
import styles from './NavContent.module.css';
import { useViewer } from './useViewer';

/** Who is signed in, and what they may do with the account. */
export function AccountMenu() {
  const { t } = useTranslationRef(appTranslationRef);
  const viewer = useViewer();
  const actions = useAccountActions(viewer);
  if (!viewer) return null;
  return (
    <MenuTrigger>
      <Button
        className={styles.account}
        aria-label={t('user.menu', { name: viewer.name })}
      >
        <span className={styles.initials} aria-hidden>
          {initials(viewer.name)}
        </span>
        <span className={styles.label} aria-hidden>
          {viewer.name}
        </span>
      </Button>
      <Menu placement="right bottom">{actions}</Menu>
    </MenuTrigger>
  );
}
