import { parseEntityRef } from '@backstage/catalog-model';
import {
  appLanguageApiRef,
  appThemeApiRef,
  errorApiRef,
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { MenuItem } from '@backstage/ui';
import {
  RiLogoutBoxRLine,
  RiMoonLine,
  RiSunLine,
  RiTranslate2,
  RiUserLine,
} from '@remixicon/react';
import { appTranslationRef } from '../../translation';
import { languageName } from '../i18n/languageName';
import { useLanguage } from '../i18n/useLanguage';
import { useThemeMode } from '../theme/useThemeMode';
import type { Viewer } from './useViewer';

/** What one may do with the own account, as entries of a menu. */
export function useAccountActions(viewer: Viewer | undefined) {
  const { t } = useTranslationRef(appTranslationRef);
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const themeApi = useApi(appThemeApiRef);
  const languageApi = useApi(appLanguageApiRef);
  const entityRoute = useRouteRef(entityRouteRef);
  const otherMode = useThemeMode() === 'dark' ? 'light' : 'dark';
  const otherLanguage = useLanguage() === 'zh' ? 'en' : 'zh';

  return [
    viewer && (
      <MenuItem
        key="profile"
        href={entityRoute(parseEntityRef(viewer.entityRef))}
        iconStart={<RiUserLine />}
      >
        {t('user.profile')}
      </MenuItem>
    ),
    <MenuItem
      key="theme"
      iconStart={otherMode === 'dark' ? <RiMoonLine /> : <RiSunLine />}
      onAction={() => themeApi.setActiveThemeId(otherMode)}
    >
      {t(`user.theme.${otherMode}`)}
    </MenuItem>,
    <MenuItem
      key="language"
      iconStart={<RiTranslate2 />}
      onAction={() => languageApi.setLanguage(otherLanguage)}
    >
      {languageName(otherLanguage)}
    </MenuItem>,
    <MenuItem
      key="sign-out"
      iconStart={<RiLogoutBoxRLine />}
      onAction={() => {
        identityApi.signOut().catch(error => errorApi.post(error));
      }}
    >
      {t('user.signOut')}
    </MenuItem>,
  ].filter((action): action is JSX.Element => Boolean(action));
}
