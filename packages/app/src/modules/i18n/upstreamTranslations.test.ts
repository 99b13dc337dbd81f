import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import type {
  TranslationMessages,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';
import { userSettingsTranslationRef } from '@backstage/plugin-user-settings';
import { appTranslationRef } from '../../translation';
import appZh from '../../translationZh';
import catalog from './zh/catalog';
import catalogGraph from './zh/catalogGraph';
import catalogReact from './zh/catalogReact';
import coreComponents from './zh/coreComponents';
import org from './zh/org';
import userSettings from './zh/userSettings';

type Texts = Record<string, string>;

/** The English texts of a ref; upstream offers them at run time only. */
const english = (ref: TranslationRef): Texts =>
  (ref as unknown as { getDefaultMessages(): Texts }).getDefaultMessages();

const chinese = (messages: unknown): Texts =>
  (messages as TranslationMessages).messages as Texts;

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{?\s*(\w+)\s*\}?\}/g)].map(match => match[1]).sort();

/** Texts that are the same in both languages. */
const SAME = ['mailto {{email}}'];

const all: [string, Texts, Texts][] = [
  ['app', english(appTranslationRef), appZh],
  ['catalog', english(catalogTranslationRef), chinese(catalog)],
  ['catalog-graph', english(catalogGraphTranslationRef), chinese(catalogGraph)],
  ['catalog-react', english(catalogReactTranslationRef), chinese(catalogReact)],
  [
    'core-components',
    english(coreComponentsTranslationRef),
    chinese(coreComponents),
  ],
  ['org', english(orgTranslationRef), chinese(org)],
  ['user-settings', english(userSettingsTranslationRef), chinese(userSettings)],
];

describe.each(all)('the Chinese of %s', (_name, en, zh) => {
  it('has every text, and none that is not asked for', () => {
    expect(Object.keys(en).length).toBeGreaterThan(0);
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it('fills in the same values', () => {
    const different = Object.keys(en).filter(
      key =>
        JSON.stringify(placeholders(zh[key])) !==
        JSON.stringify(placeholders(en[key])),
    );
    expect(different).toEqual([]);
  });

  it('is Chinese', () => {
    const left = Object.entries(zh)
      .filter(([, text]) => !SAME.includes(text))
      .filter(([, text]) => !/\p{Script=Han}/u.test(text));
    expect(left).toEqual([]);
  });
});
