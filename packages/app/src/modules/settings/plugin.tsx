import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';

/**
 * The settings in one page of our own. Upstream's tabs beside it serve nobody here: there is one way to sign in, and no feature
 * flag that a user should set.
 */
export const settingsPlugin = userSettingsPlugin.withOverrides({
  extensions: [
    userSettingsPlugin.getExtension('page:user-settings').override({
      params: {
        noHeader: true,
        loader: () => import('./SettingsPage').then(m => <m.SettingsPage />),
      },
    }),
    userSettingsPlugin
      .getExtension('sub-page:user-settings/general')
      .override({ disabled: true }),
    userSettingsPlugin
      .getExtension('sub-page:user-settings/auth-providers')
      .override({ disabled: true }),
    userSettingsPlugin
      .getExtension('sub-page:user-settings/feature-flags')
      .override({ disabled: true }),
  ],
});
