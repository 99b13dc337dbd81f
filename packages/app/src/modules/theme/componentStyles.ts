import type { UnifiedThemeOptions } from '@backstage/theme';
import type { Palette } from './palette';

/** Makes Material UI, which upstream pages still use, look like Backstage UI. */
export function componentStyles(
  palette: Palette,
): UnifiedThemeOptions['components'] {
  const bordered = {
    border: `1px solid ${palette.border}`,
    boxShadow: 'none',
  };
  return {
    BackstageHeader: {
      styleOverrides: {
        header: {
          backgroundImage: 'none',
          backgroundColor: palette.surface,
          borderBottom: `1px solid ${palette.border}`,
          boxShadow: 'none',
        },
      },
    },
    BackstageTableHeader: {
      styleOverrides: {
        header: {
          color: palette.textSecondary,
          textTransform: 'none',
          padding: '10px 16px',
          borderColor: palette.border,
          whiteSpace: 'nowrap',
        },
      },
    },
    BackstageTableToolbar: {
      styleOverrides: {
        // The title above the search field, not below it, where both do not fit.
        root: { flexWrap: 'wrap', padding: '12px 16px' },
        title: { overflow: 'visible' },
      },
    },
    CatalogReactUserListPicker: {
      styleOverrides: {
        root: { backgroundColor: 'transparent', border: 'none' },
        title: { textTransform: 'none' },
      },
    },
    MuiPaper: {
      styleOverrides: {
        root: { backgroundImage: 'unset' },
        rounded: { borderRadius: 8 },
        elevation1: bordered,
        elevation2: bordered,
      },
    },
    MuiButton: {
      styleOverrides: {
        root: { textTransform: 'none', borderRadius: 6 },
        contained: { boxShadow: 'none' },
      },
    },
    MuiTab: {
      styleOverrides: {
        root: {
          color: palette.textSecondary,
          textTransform: 'none',
          '&:hover': { color: palette.text, background: palette.raised },
        },
      },
    },
    MuiTableRow: {
      styleOverrides: {
        root: { '&:nth-of-type(odd)': { backgroundColor: palette.surface } },
      },
    },
    MuiTableCell: {
      styleOverrides: {
        root: {
          borderBottom: `1px solid ${palette.border}`,
          lineHeight: 1.5,
          padding: '10px 16px',
        },
        head: { color: palette.textSecondary, lineHeight: 1.5 },
      },
    },
    MuiChip: {
      styleOverrides: {
        root: {
          backgroundColor: palette.raised,
          color: palette.text,
          borderRadius: 6,
        },
      },
    },
    MuiTooltip: {
      styleOverrides: {
        tooltip: { backgroundColor: palette.text, color: palette.surface },
        arrow: { color: palette.text },
      },
    },
  };
}
