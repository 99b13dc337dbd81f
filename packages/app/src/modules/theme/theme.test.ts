import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contrastRatio } from './contrast';
import { darkPalette, lightPalette, Palette } from './palette';

const css = readFileSync(resolve(__dirname, 'theme.css'), 'utf8');

/** The Backstage UI variables of a mode that hold a plain colour. */
function variables(mode: 'light' | 'dark'): Record<string, string> {
  const blocks = [...css.matchAll(/([^{}]*)\{([^{}]*)\}/g)].filter(
    ([, selector]) => selector.includes(`data-theme-mode='${mode}'`),
  );
  return Object.fromEntries(
    blocks.flatMap(([, , body]) =>
      [...body.matchAll(/(--bui-[\w-]+):\s*(#[0-9a-f]{6});/g)].map(
        ([, name, value]) => [name, value],
      ),
    ),
  );
}

const SAME: Record<string, keyof Palette> = {
  '--bui-bg-app': 'page',
  '--bui-bg-neutral-1': 'surface',
  '--bui-bg-neutral-2': 'raised',
  '--bui-fg-primary': 'text',
  '--bui-fg-secondary': 'textSecondary',
  '--bui-border-1': 'border',
  '--bui-border-2': 'borderStrong',
  '--bui-accent-bg': 'accent',
  '--bui-accent-bg-hover': 'accentHover',
  '--bui-accent-fg': 'onAccent',
  '--bui-fg-positive': 'positive',
  '--bui-fg-negative': 'negative',
  '--bui-fg-warning': 'warning',
};

const SURFACES = [
  '--bui-bg-app',
  '--bui-bg-neutral-1',
  '--bui-bg-neutral-2',
  '--bui-bg-neutral-3',
  '--bui-bg-neutral-4',
];
const TEXTS = [
  '--bui-fg-primary',
  '--bui-fg-secondary',
  '--bui-fg-positive',
  '--bui-fg-negative',
  '--bui-fg-warning',
  '--bui-fg-announcement',
];
const PAIRS = [
  ['--bui-accent-fg', '--bui-accent-bg'],
  ['--bui-accent-fg', '--bui-accent-bg-hover'],
  ['--bui-announcement-fg-subdued', '--bui-announcement-bg-subdued'],
  ['--bui-positive-fg-subdued', '--bui-positive-bg-subdued'],
  ['--bui-negative-fg-subdued', '--bui-negative-bg-subdued'],
  ['--bui-warning-fg-subdued', '--bui-warning-bg-subdued'],
  // What the names of before 0.18 stood for.
  ...['danger', 'warning', 'success', 'info'].map(status => [
    `--bui-fg-${status}-on-bg`,
    `--bui-bg-${status}`,
  ]),
];

describe.each([
  ['light', lightPalette],
  ['dark', darkPalette],
] as const)('the %s theme', (mode, palette) => {
  const colours = variables(mode);

  it('is the same in Material UI and in Backstage UI', () => {
    for (const [variable, name] of Object.entries(SAME)) {
      expect([variable, colours[variable]]).toEqual([variable, palette[name]]);
    }
  });

  it('can be read: text has 4.5:1 on every surface', () => {
    const texts = TEXTS.flatMap(text =>
      SURFACES.map(surface => [text, surface]),
    );
    const weak = [...texts, ...PAIRS]
      .map(([text, surface]) => ({
        text,
        surface,
        ratio: contrastRatio(colours[text], colours[surface]),
      }))
      .filter(({ ratio }) => !(ratio >= 4.5));
    expect(weak).toEqual([]);
  });

  it('can be used: fields and focus have 3:1 against what is around them', () => {
    for (const name of ['--bui-border-2', '--bui-ring']) {
      for (const surface of ['--bui-bg-app', '--bui-bg-neutral-1']) {
        expect(
          contrastRatio(colours[name], colours[surface]),
        ).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
