import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { ClusterList } from '../service/ClusterList';

export interface ClusterRoutesOptions {
  list: ClusterList;
  httpAuth: HttpAuthService;
}

/** `GET /clusters`. */
export function clusterRoutes(options: ClusterRoutesOptions): ExpressRouter {
  const { list, httpAuth } = options;
  const router = Router();

  router.get('/clusters', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    res.json({ items: await list.clusters(credentials) });
  });

  return router;
}
