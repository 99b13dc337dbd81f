import type { ReactNode } from 'react';
import {
  createUnifiedTheme,
  defaultTypography,
  genPageTheme,
  palettes,
  UnifiedThemeProvider,
} from '@backstage/theme';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import { RiMoonLine, RiSunLine } from '@remixicon/react';
import { darkPalette, fontFamily, lightPalette, Palette } from './palette';
import { componentStyles } from './componentStyles';

/** Upstream's headings are of a poster's size. */
const headings = {
  h1: { fontSize: 32, fontWeight: 600, marginBottom: 8 },
  h2: { fontSize: 28, fontWeight: 600, marginBottom: 8 },
  h3: { fontSize: 24, fontWeight: 600, marginBottom: 6 },
  h4: { fontSize: 20, fontWeight: 600, marginBottom: 6 },
  h5: { fontSize: 18, fontWeight: 600, marginBottom: 4 },
  h6: { fontSize: 16, fontWeight: 600, marginBottom: 2 },
};

function muiTheme(mode: 'light' | 'dark', palette: Palette) {
  const page = genPageTheme({
    colors: [palette.surface],
    shape: 'none',
    options: { fontColor: palette.text },
  });
  return createUnifiedTheme({
    fontFamily,
    typography: { ...defaultTypography, fontFamily, ...headings },
    defaultPageTheme: 'home',
    pageTheme: { home: page },
    components: componentStyles(palette),
    palette: {
      ...palettes[mode],
      primary: { main: palette.accent, dark: palette.accentHover },
      secondary: { main: palette.accent },
      background: { default: palette.page, paper: palette.surface },
      text: { primary: palette.text, secondary: palette.textSecondary },
      divider: palette.border,
      border: palette.border,
      link: palette.accent,
      linkHover: palette.accentHover,
      textContrast: palette.text,
      textSubtle: palette.textSecondary,
      textVerySubtle: palette.borderStrong,
      errorBackground: palette.negativeSurface,
      errorText: palette.negative,
      warningBackground: palette.warningSurface,
      warningText: palette.warning,
      infoBackground: palette.infoSurface,
      infoText: palette.accent,
      status: {
        ok: palette.positive,
        warning: palette.warning,
        error: palette.negative,
        running: palette.accent,
        pending: palette.warning,
        aborted: palette.textSecondary,
      },
      tabbar: { indicator: palette.accent },
    },
  });
}

const unifiedThemes = {
  light: muiTheme('light', lightPalette),
  dark: muiTheme('dark', darkPalette),
};

function provider(mode: keyof typeof unifiedThemes) {
  return ({ children }: { children: ReactNode }) => (
    <UnifiedThemeProvider theme={unifiedThemes[mode]} themeName="jimu">
      {children}
    </UnifiedThemeProvider>
  );
}

const lightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light',
      variant: 'light',
      icon: <RiSunLine size={18} />,
      Provider: provider('light'),
    },
  },
});

const darkTheme = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Dark',
      variant: 'dark',
      icon: <RiMoonLine size={18} />,
      Provider: provider('dark'),
    },
  },
});

/** Jimu's light and dark theme, in place of Backstage's. */
export const themes = [lightTheme, darkTheme];
