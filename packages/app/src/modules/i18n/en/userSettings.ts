import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { userSettingsTranslationRef } from '@backstage/plugin-user-settings';

export default createTranslationMessages({
  ref: userSettingsTranslationRef,
  messages: {
    'identityCard.title': 'Your identity',
    'identityCard.noIdentityTitle': 'No identity',
    'identityCard.userEntity': 'User',
    'identityCard.ownershipEntities': 'Acts for',
  },
});
