import {
  coreExtensionData,
  ErrorDisplay,
  NotFoundErrorPage,
  PageLayout,
} from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { AppLayout } from './AppLayout';

const appLayout = appPlugin.getExtension('app/layout').override({
  factory: (_originalFactory, { inputs }) => [
    coreExtensionData.reactElement(
      <AppLayout nav={inputs.nav.get(coreExtensionData.reactElement)}>
        {inputs.content.get(coreExtensionData.reactElement)}
      </AppLayout>,
    ),
  ],
});

const pageLayout = SwappableComponentBlueprint.make({
  name: 'core-page-layout',
  params: define =>
    define({
      component: PageLayout,
      loader: () =>
        import('./TranslatedPageLayout').then(m => m.TranslatedPageLayout),
    }),
});

const notFoundPage = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define =>
    define({
      component: NotFoundErrorPage,
      loader: () => import('./NotFoundPage').then(m => m.NotFoundPage),
    }),
});

const errorDisplay = SwappableComponentBlueprint.make({
  name: 'core-error-display',
  params: define =>
    define({
      component: ErrorDisplay,
      loader: () => import('./BrokenPart').then(m => m.BrokenPart),
    }),
});

export const layoutExtensions = [
  appLayout,
  pageLayout,
  notFoundPage,
  errorDisplay,
];
