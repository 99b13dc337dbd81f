import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Texts of the tenants plugin. */
export const tenantsTranslationRef = createTranslationRef({
  id: 'plugin.tenants',
  messages: {
    page: {
      title: 'Tenants',
      subtitle:
        'A tenant is a team’s space on the platform. What you may do in it follows from your groups in the user center.',
      loading: 'Loading tenants',
      empty: {
        title: 'You are in no tenant yet',
        description:
          'Ask the owner of your team’s group in the user center to add you. Sign in again afterwards.',
      },
      error: {
        title: 'Tenants could not be loaded',
        retry: 'Try again',
      },
    },
    role: {
      label: 'Your role',
      owner: 'Owner',
      developer: 'Developer',
      viewer: 'Viewer',
      none: 'No role, seen by office',
    },
    rights: {
      owner: 'Everything a developer may do, and answers for the tenant',
      developer: 'Orders, connects and deletes instances; reads credentials',
      viewer: 'Sees instances and their state',
      none: 'Sees instances and their state, as platform staff',
    },
    owner: 'Owning group',
    groups: 'Groups and roles',
    environments: 'Environments',
    production: 'Production',
    namespace: {
      apps: 'Apps',
      services: 'Middleware',
    },
  },
  translations: { zh: () => import('./zh') },
});
