import type { FrontendFeature } from '@backstage/frontend-plugin-api';
import { appModule } from './modules/appModule';
import { homePlugin } from './modules/home/plugin';
import { settingsPlugin } from './modules/settings/plugin';

/** What this package brings itself. */
export const features: FrontendFeature[] = [
  appModule,
  homePlugin,
  settingsPlugin,
];
