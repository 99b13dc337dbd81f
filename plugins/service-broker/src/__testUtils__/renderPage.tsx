import type { ReactElement } from 'react';
import {
  AppLanguageApi,
  appLanguageApiRef,
} from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { serviceBrokerApiRef } from '../api/ServiceBrokerApi';
import { tenancyApiRef } from '../api/TenancyApi';
import { brokerEventsApiRef } from '../api/events/BrokerEvents';
import {
  instanceRouteRef,
  instancesRouteRef,
  marketRouteRef,
  orderRouteRef,
} from '../routes';
import type { FakeBroker } from './FakeBroker';

interface RenderPageOptions {
  broker: FakeBroker;
  /** Where the page is mounted, such as `/instances/:id`. */
  mountPath: string;
  /** Where the viewer is, such as `/instances/i-1`. */
  at: string;
  /** English unless said otherwise. */
  language?: 'en' | 'zh';
}

/** The app's choice of language, fixed. */
function spokenLanguage(language: string): AppLanguageApi {
  return {
    getAvailableLanguages: () => ({ languages: ['en', 'zh'] }),
    setLanguage: () => {},
    getLanguage: () => ({ language }),
    language$: () =>
      ({
        subscribe: () => ({ unsubscribe: () => {}, closed: false }),
      } as unknown as ReturnType<AppLanguageApi['language$']>),
  };
}

/** Renders a page as the app would, with a service broker in the hands of the test. */
export function renderPage(page: ReactElement, options: RenderPageOptions) {
  const { broker, mountPath, at, language = 'en' } = options;
  return renderInTestApp(page, {
    mountPath,
    initialRouteEntries: [at],
    mountedRoutes: {
      '/market': marketRouteRef,
      '/market/:offering/order': orderRouteRef,
      '/instances': instancesRouteRef,
      '/instances/:id': instanceRouteRef,
    },
    apis: [
      [appLanguageApiRef, spokenLanguage(language)],
      [serviceBrokerApiRef, broker.api],
      [tenancyApiRef, broker.tenancy],
      [brokerEventsApiRef, broker.events],
    ],
  });
}
