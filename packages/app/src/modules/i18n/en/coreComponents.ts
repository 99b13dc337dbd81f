import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { createTranslationMessages } from '@backstage/frontend-plugin-api';

export default createTranslationMessages({
  ref: coreComponentsTranslationRef,
  messages: {
    'errorPage.title': 'This page could not be shown',
  },
});
