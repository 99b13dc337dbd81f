import { createApp } from '@backstage/frontend-defaults';
import { appModule } from './modules/appModule';
import { homePlugin } from './modules/home/plugin';

/** Plugins that this package depends on are found by `app.packages: all`. */
const app = createApp({ features: [appModule, homePlugin] });

export default app.createRoot();
