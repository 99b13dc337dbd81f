import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { tenantReadPermission } from '@jimu/plugin-tenants-common';
import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { TenantViews } from '../service/TenantViews';

export interface TenantRoutesOptions {
  views: TenantViews;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}

/** `GET /tenants` and `GET /environments`; both ask for `tenants.tenant.read`. */
export function tenantRoutes(options: TenantRoutesOptions): ExpressRouter {
  const { views, httpAuth, permissions } = options;
  const router = Router();

  const authorized = async (req: Request) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const [decision] = await permissions.authorize(
      [{ permission: tenantReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You lack the right ${tenantReadPermission.name}; a platform admin can grant it`,
      );
    }
    return credentials;
  };

  router.get('/tenants', async (req, res) => {
    const credentials = await authorized(req);
    res.json({ items: await views.tenants(credentials) });
  });

  router.get('/environments', async (req, res) => {
    await authorized(req);
    res.json({ items: await views.environments() });
  });

  return router;
}
