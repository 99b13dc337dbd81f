import { useEffect } from 'react';
import { AppRootElementBlueprint } from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import { browserLanguage } from './browserLanguage';
import { useLanguage } from './useLanguage';

/** Speaks the browser's language until the user chooses one. */
const appLanguageApi = appPlugin.getExtension('api:app/app-language').override({
  factory(originalFactory, { config }) {
    return originalFactory({
      config: {
        ...config,
        defaultLanguage:
          browserLanguage(
            window.navigator.languages,
            config.availableLanguages ?? [],
          ) ?? config.defaultLanguage,
      },
    });
  },
});

/** Tells browsers and screen readers which language the page is in. */
export function DocumentLanguage() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
  }, [language]);
  return null;
}

const documentLanguage = AppRootElementBlueprint.make({
  name: 'document-language',
  params: { element: <DocumentLanguage /> },
});

export const languageExtensions = [appLanguageApi, documentLanguage];
