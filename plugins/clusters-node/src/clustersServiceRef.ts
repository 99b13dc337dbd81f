import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readClustersConfig } from './config/readClustersConfig';
import { DefaultClustersService } from './DefaultClustersService';
import type { ClustersService } from './types';

/** The configured clusters; one instance for all plugins of a process. */
export const clustersServiceRef = createServiceRef<ClustersService>({
  id: 'jimu.clusters',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      factory({ config, logger, lifecycle }) {
        const clusters = new DefaultClustersService({
          clusters: readClustersConfig(config),
          logger,
        });
        lifecycle.addShutdownHook(() => clusters.stop());
        return clusters;
      },
    }),
});
