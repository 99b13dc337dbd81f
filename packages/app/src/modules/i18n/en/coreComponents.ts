import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { createTranslationMessages } from '@backstage/frontend-plugin-api';

export default createTranslationMessages({
  ref: coreComponentsTranslationRef,
  messages: {
    'oauthRequestDialog.title': 'Your session has ended',
    'oauthRequestDialog.authRedirectTitle':
      'Sign in again to go on. You come back to this page.',
    'oauthRequestDialog.message':
      'Sign in to {{appTitle}} with the {{provider}}',
    'oauthRequestDialog.rejectAll': 'Not now',
    'errorPage.title': 'This page could not be shown',
  },
});
