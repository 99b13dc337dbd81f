import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { RiFlaskLine } from '@remixicon/react';
import { appTranslationRef } from '../../translation';
import styles from './SandboxBanner.module.css';

/** Says on every page that what is behind it is a stand-in, where `jimu.sandbox.banner` says so. */
export function SandboxBanner() {
  const config = useApi(configApiRef);
  const { t } = useTranslationRef(appTranslationRef);
  if (!config.getOptionalBoolean('jimu.sandbox.banner')) return null;
  return (
    <aside className={styles.banner} aria-label={t('sandbox.label')}>
      <RiFlaskLine size={16} aria-hidden />
      <span>
        <strong>{t('sandbox.label')}</strong> · {t('sandbox.text')}
      </span>
    </aside>
  );
}
