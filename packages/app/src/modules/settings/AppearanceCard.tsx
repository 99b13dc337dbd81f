import {
  appLanguageApiRef,
  appThemeApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup } from '@backstage/ui';
import { appTranslationRef } from '../../translation';
import { languageName } from '../i18n/languageName';
import { useLanguage } from '../i18n/useLanguage';
import { useChosenTheme } from '../theme/useThemeMode';
import { Panel } from '../layout/Panel';
import styles from './SettingsPage.module.css';

/** Stands for "as the system is" among the themes. */
const SYSTEM = 'system';

/** The theme and the language. */
export function AppearanceCard() {
  const { t } = useTranslationRef(appTranslationRef);
  const themeApi = useApi(appThemeApiRef);
  const languageApi = useApi(appLanguageApiRef);
  return (
    <Panel title={t('settings.appearance.title')}>
      <div className={styles.choices}>
        <RadioGroup
          label={t('settings.appearance.theme')}
          value={useChosenTheme() ?? SYSTEM}
          onChange={id =>
            themeApi.setActiveThemeId(id === SYSTEM ? undefined : id)
          }
        >
          <Radio value={SYSTEM}>{t('settings.appearance.system')}</Radio>
          <Radio value="light">{t('settings.appearance.light')}</Radio>
          <Radio value="dark">{t('settings.appearance.dark')}</Radio>
        </RadioGroup>
        <RadioGroup
          label={t('settings.appearance.language')}
          value={useLanguage()}
          onChange={language => languageApi.setLanguage(language)}
        >
          {languageApi.getAvailableLanguages().languages.map(language => (
            <Radio key={language} value={language}>
              {languageName(language)}
            </Radio>
          ))}
        </RadioGroup>
      </div>
    </Panel>
  );
}
