export { clustersPlugin as default } from './plugin';
export { clustersApiRef } from './api/ClustersApi';
export type { ClustersApi } from './api/ClustersApi';
export { clustersRouteRef } from './routes';
export { clustersTranslationRef } from './translation';
