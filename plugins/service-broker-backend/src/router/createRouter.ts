import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type {
  Request,
  RequestHandler,
  Response,
  Router as ExpressRouter,
} from 'express';
import Router from 'express-promise-router';
import type { Broker, Caller } from '../service/Broker';
import { bindingHandlers } from './bindingHandlers';
import { callerOf } from './callerOf';
import { withoutDatabaseTrouble } from './databaseTrouble';
import { Endpoint, EndpointId, serviceBrokerEndpoints } from './endpoints';
import { eventHandlers, EventStreamOptions } from './eventHandlers';
import type { Handler } from './handlers';
import { instanceHandlers } from './instanceHandlers';
import { offeringHandlers } from './offeringHandlers';
import { readBody } from './readBody';

export interface RouterOptions {
  broker: Broker;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  events: EventStreamOptions;
}

/** The HTTP API; see `src/schema/openapi.yaml`. */
export function createRouter(options: RouterOptions): ExpressRouter {
  const { broker, httpAuth, auditor } = options;
  const handlers: Record<EndpointId, Handler> = {
    ...offeringHandlers(broker),
    ...instanceHandlers(broker),
    ...bindingHandlers(broker),
    ...eventHandlers(options.events),
  };
  const router = Router();
  for (const id of Object.keys(serviceBrokerEndpoints) as EndpointId[]) {
    const endpoint: Endpoint = serviceBrokerEndpoints[id];
    const handler = endpoint.audit
      ? audited(handlers[id], endpoint.audit, auditor)
      : handlers[id];
    // Who calls comes first: nobody else is worth the reading of a body.
    const authenticate: RequestHandler = async (req, res, next) => {
      res.locals.caller = await callerOf(req, httpAuth, endpoint.allow);
      next();
    };
    router[endpoint.method](
      endpoint.path,
      authenticate,
      ...(endpoint.method === 'get' ? [] : readBody()),
      async (req: Request, res: Response) => {
        try {
          await handler(req, res, res.locals.caller as Caller);
        } catch (error) {
          throw withoutDatabaseTrouble(error);
        }
      },
    );
  }
  return router;
}

/** Records the call with its outcome; refused calls too. */
function audited(
  handler: Handler,
  eventId: string,
  auditor: AuditorService,
): Handler {
  return async (req, res, caller) => {
    const event = await auditor.createEvent({
      eventId,
      severityLevel: 'medium',
      request: req,
      meta: { actor: caller.actor, ...req.params },
    });
    try {
      await handler(req, res, caller);
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
    await event.success();
  };
}
