import { RiWifiOffLine } from '@remixicon/react';
import { useConnectionState } from '../../hooks/useBrokerEvents';
import { useTexts } from '../../hooks/useTexts';
import styles from './common.module.css';

/** Says that what is shown may be out of date; empty while all is well, so that it is announced when it appears. */
export function ConnectionNote() {
  const t = useTexts();
  const offline = useConnectionState() === 'offline';
  return (
    <div role="status" className={styles.note}>
      {offline && (
        <p className={styles.stale}>
          <RiWifiOffLine aria-hidden size={16} />
          {t('live.offline')}
        </p>
      )}
    </div>
  );
}
