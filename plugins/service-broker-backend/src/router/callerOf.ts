import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { Caller } from '../service/Broker';
import type { AllowedPrincipal } from './endpoints';

/** Who calls; 401 or 403 when it is nobody that the endpoint is for. */
export async function callerOf(
  req: Request,
  httpAuth: HttpAuthService,
  allow: AllowedPrincipal[],
): Promise<Caller> {
  const credentials: BackstageCredentials = await httpAuth.credentials(req, {
    allow,
  });
  const principal = credentials.principal as
    | BackstageUserPrincipal
    | { type: 'service'; subject: string };
  return {
    credentials,
    actor:
      principal.type === 'user'
        ? principal.userEntityRef
        : `service:${principal.subject}`,
  };
}
