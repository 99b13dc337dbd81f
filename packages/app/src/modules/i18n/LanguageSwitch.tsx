import {
  appLanguageApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { appTranslationRef } from '../../translation';
import { languageName } from './languageName';
import { useLanguage } from './useLanguage';
import styles from './LanguageSwitch.module.css';

const TAGS: Record<string, string> = { zh: 'zh-CN' };

/** Changes the language in place. */
export function LanguageSwitch() {
  const { t } = useTranslationRef(appTranslationRef);
  const languageApi = useApi(appLanguageApiRef);
  const current = useLanguage();
  return (
    <div
      className={styles.switch}
      role="group"
      aria-label={t('language.label')}
    >
      {languageApi.getAvailableLanguages().languages.map(language => (
        <button
          key={language}
          type="button"
          lang={TAGS[language] ?? language}
          className={styles.choice}
          aria-pressed={language === current}
          onClick={() => languageApi.setLanguage(language)}
        >
          {languageName(language)}
        </button>
      ))}
    </div>
  );
}
