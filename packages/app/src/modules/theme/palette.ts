/** The colours of one theme. `theme.css` gives the same ones to Backstage UI; a test holds the two together. */
export interface Palette {
  /** Behind everything. */
  page: string;
  /** Cards, tables, menus. */
  surface: string;
  /** On cards: fields, rows. */
  raised: string;
  text: string;
  textSecondary: string;
  border: string;
  /** Borders of fields, which must be seen to be used. */
  borderStrong: string;
  accent: string;
  accentHover: string;
  onAccent: string;
  positive: string;
  negative: string;
  warning: string;
  positiveSurface: string;
  negativeSurface: string;
  warningSurface: string;
  infoSurface: string;
}

export const lightPalette: Palette = {
  page: '#f5f6f8',
  surface: '#ffffff',
  raised: '#f3f5f7',
  text: '#1a212b',
  textSecondary: '#556070',
  border: '#e1e5ea',
  borderStrong: '#828d9c',
  accent: '#1b5fc4',
  accentHover: '#154b9c',
  onAccent: '#ffffff',
  positive: '#14733a',
  negative: '#b42318',
  warning: '#8f4a00',
  positiveSurface: '#e3f5ea',
  negativeSurface: '#fdeceb',
  warningSurface: '#fdf1e0',
  infoSurface: '#e8f0fc',
};

export const darkPalette: Palette = {
  page: '#10151c',
  surface: '#181e27',
  raised: '#202833',
  text: '#e7ebf1',
  textSecondary: '#a7b1bf',
  border: '#2d3744',
  borderStrong: '#6f7b8b',
  accent: '#8db8ff',
  accentHover: '#b1cfff',
  onAccent: '#0a1c38',
  positive: '#56cb82',
  negative: '#ff8f85',
  warning: '#f2b155',
  positiveSurface: '#10291a',
  negativeSurface: '#341719',
  warningSurface: '#33240f',
  infoSurface: '#152440',
};

/** Latin letters in the system's face, Chinese ones in the faces that the systems bring along; nothing is fetched. */
export const fontFamily =
  'system-ui, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';
