import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';

export default createTranslationMessages({
  ref: catalogTranslationRef,
  messages: {
    'entityNotFound.description':
      'It may have been deleted, or the address is wrong.',
  },
});
