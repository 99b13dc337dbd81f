import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { createTranslationResource } from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';
import { userSettingsTranslationRef } from '@backstage/plugin-user-settings';

/** Chinese for the upstream plugins whose pages the portal shows; they bring English only. */
export const upstreamTranslations = [
  TranslationBlueprint.make({
    name: 'core-components',
    params: {
      resource: createTranslationResource({
        ref: coreComponentsTranslationRef,
        translations: {
          en: () => import('./en/coreComponents'),
          zh: () => import('./zh/coreComponents'),
        },
      }),
    },
  }),
  TranslationBlueprint.make({
    name: 'catalog',
    params: {
      resource: createTranslationResource({
        ref: catalogTranslationRef,
        translations: {
          en: () => import('./en/catalog'),
          zh: () => import('./zh/catalog'),
        },
      }),
    },
  }),
  TranslationBlueprint.make({
    name: 'catalog-react',
    params: {
      resource: createTranslationResource({
        ref: catalogReactTranslationRef,
        translations: { zh: () => import('./zh/catalogReact') },
      }),
    },
  }),
  TranslationBlueprint.make({
    name: 'catalog-graph',
    params: {
      resource: createTranslationResource({
        ref: catalogGraphTranslationRef,
        translations: { zh: () => import('./zh/catalogGraph') },
      }),
    },
  }),
  TranslationBlueprint.make({
    name: 'org',
    params: {
      resource: createTranslationResource({
        ref: orgTranslationRef,
        translations: { zh: () => import('./zh/org') },
      }),
    },
  }),
  TranslationBlueprint.make({
    name: 'user-settings',
    params: {
      resource: createTranslationResource({
        ref: userSettingsTranslationRef,
        translations: {
          en: () => import('./en/userSettings'),
          zh: () => import('./zh/userSettings'),
        },
      }),
    },
  }),
];
