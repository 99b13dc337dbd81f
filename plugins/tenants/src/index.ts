export { tenantsPlugin as default } from './plugin';
export { tenantsApiRef } from './api/TenantsApi';
export type { TenantsApi } from './api/TenantsApi';
export { tenantsRouteRef } from './routes';
export { tenantsTranslationRef } from './translation';
