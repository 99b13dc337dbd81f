import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { languageExtensions } from './i18n/appLanguage';
import { upstreamTranslations } from './i18n/upstreamTranslations';
import { layoutExtensions } from './layout/extensions';
import { navContent } from './nav/extensions';
import { storageApi } from './settings/storageApi';
import { signInPage } from './signIn/extensions';
import { oidcAuthApi } from './signIn/oidcAuthApi';
import { themes } from './theme/jimuThemes';

/** What makes the app Jimu: sign-in, navigation, layout, themes, languages. */
export const appModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    oidcAuthApi,
    signInPage,
    navContent,
    storageApi,
    ...layoutExtensions,
    ...themes,
    ...languageExtensions,
    ...upstreamTranslations,
  ],
});
