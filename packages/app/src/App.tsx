import { createApp } from '@backstage/frontend-defaults';
import { features } from './features';

/** Plugins that this package depends on are found by `app.packages: all`. */
const app = createApp({ features });

export default app.createRoot();
