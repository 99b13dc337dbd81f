import { appThemeApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

const DARK = '(prefers-color-scheme: dark)';

/** Id of the theme that was chosen; undefined: as the system is. */
export function useChosenTheme(): string | undefined {
  const themeApi = useApi(appThemeApiRef);
  const [themeId, setThemeId] = useState(() => themeApi.getActiveThemeId());
  useEffect(() => {
    const subscription = themeApi.activeThemeId$().subscribe(setThemeId);
    return () => subscription.unsubscribe();
  }, [themeApi]);
  return themeId;
}

/** Whether the page is light or dark now, by choice or by the system. */
export function useThemeMode(): 'light' | 'dark' {
  const themeApi = useApi(appThemeApiRef);
  const themeId = useChosenTheme();
  const [systemIsDark, setSystemIsDark] = useState(
    () => window.matchMedia(DARK).matches,
  );
  useEffect(() => {
    const query = window.matchMedia(DARK);
    const changed = () => setSystemIsDark(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);

  const chosen = themeApi.getInstalledThemes().find(({ id }) => id === themeId);
  return chosen?.variant ?? (systemIsDark ? 'dark' : 'light');
}
