import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Texts of the app itself: sign-in, navigation, home and what stands around every page. */
export const appTranslationRef = createTranslationRef({
  id: 'jimu-app',
  messages: {
    brand: {
      name: 'Jimu',
      tagline: 'Self-service for your team on Kubernetes',
    },
    sandbox: {
      label: 'Sandbox',
      text: 'Clusters, people and servers here are a stand-in on this machine.',
    },
    language: {
      label: 'Language',
    },
    signIn: {
      title: 'Sign in to Jimu',
      intro: 'Databases, caches and message queues for your team, in minutes.',
      button: 'Sign in with the user center',
      checking: 'Looking for your session…',
      leaving: 'Taking you to the user center…',
      retry: 'Try again',
      technical: 'For your administrator',
      error: {
        cancelled: 'You cancelled the sign-in. Nothing was changed.',
        unknownPerson:
          'The user center knows you, but the portal does not. Ask the platform team to add you to the catalog.',
        unreachable:
          'The user center does not answer. Try again in a minute; if it stays so, tell the platform team.',
        expired: 'The sign-in took too long. Try again.',
        other:
          'The sign-in did not work. Try again; if it stays so, tell the platform team.',
      },
    },
    nav: {
      label: 'Main',
      skip: 'Skip to content',
      more: 'More',
      home: 'Home',
      market: 'Market',
      instances: 'Instances',
      catalog: 'Catalog',
      tenants: 'Tenants',
      platform: 'Platform',
      clusters: 'Clusters',
      settings: 'Settings',
    },
    user: {
      menu: 'Account of {{name}}',
      profile: 'Profile and groups',
      settings: 'Settings',
      theme: {
        light: 'Light theme',
        dark: 'Dark theme',
      },
      signOut: 'Sign out',
    },
    page: {
      Catalog: 'Catalog',
      'Catalog Graph': 'Relations',
    },
    settings: {
      title: 'Settings',
      account: {
        title: 'Your account',
        name: 'Name',
        email: 'E-mail',
        user: 'User',
        groups: 'Groups',
        noGroups: 'none',
        hint: 'Names and groups come from the user center; changes there show after the next sign-in.',
      },
      appearance: {
        title: 'Appearance',
        theme: 'Theme',
        system: 'As the system',
        light: 'Light',
        dark: 'Dark',
        language: 'Language',
      },
    },
    error: {
      notFound: {
        title: 'There is no such page',
        text: 'The address is wrong, or what it showed is gone. Another tenant’s things also look like this.',
        home: 'Go to the home page',
      },
      broken: {
        title: 'This part of the page failed',
        text: 'The rest of the portal works. Try again; if it stays so, tell the platform team what stands below.',
        retry: 'Try again',
        details: 'Details',
      },
    },
    home: {
      title: 'Home',
      greeting: {
        morning: 'Good morning, {{name}}',
        day: 'Good afternoon, {{name}}',
        evening: 'Good evening, {{name}}',
      },
      subtitle: 'What your teams run, and what you can order.',
      actions: {
        title: 'Start here',
        order: 'Order an instance',
        orderHint: 'Databases, caches, message queues',
        instances: 'See my instances',
        instancesHint: 'State, credentials, events',
        tenants: 'See my tenants',
        tenantsHint: 'Roles, environments, namespaces',
      },
      tenants: {
        title: 'My tenants',
        all: 'All tenants',
        loading: 'Loading your tenants',
        emptyTitle: 'You are in no tenant yet',
        emptyText:
          'Ask the owner of your team’s group in the user center to add you, then sign in again.',
        failed: 'Your tenants could not be loaded',
        retry: 'Try again',
        environments: 'Environments: {{names}}',
        role: {
          owner: 'Owner',
          developer: 'Developer',
          viewer: 'Viewer',
          none: 'Platform staff',
        },
      },
    },
  },
  translations: { zh: () => import('./translationZh') },
});
