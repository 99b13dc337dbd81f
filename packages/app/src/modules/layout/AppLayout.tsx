import { SidebarPinStateProvider } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { appTranslationRef } from '../../translation';
import styles from './AppLayout.module.css';
import { ContentArea } from './ContentArea';
import { SandboxBanner } from './SandboxBanner';

/** There is no sidebar to pin; told so, the settings do not offer it. */
const noSidebarToPin = {
  isPinned: true,
  toggleSidebarPinState: () => {},
  isMobile: true,
};

/** What stands around every page: the way past the navigation, navigation, the sandbox's banner. */
export function AppLayout(props: { nav: ReactNode; children: ReactNode }) {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <SidebarPinStateProvider value={noSidebarToPin}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      <div className={styles.layout}>
        {props.nav}
        <div className={styles.column}>
          <SandboxBanner />
          <ContentArea>{props.children}</ContentArea>
        </div>
      </div>
    </SidebarPinStateProvider>
  );
}
