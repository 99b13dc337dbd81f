import { ProblemError } from '@jimu/plugin-service-broker-common';
import type { Request } from 'express';
import { problems } from '../model/problems';
import type { Broker } from '../service/Broker';
import type { Handlers } from './handlers';
import { instanceId } from './instanceHandlers';
import { isId, parseBindRequest, parseNothing } from './parse';

/** Bindings: make, remove, reveal the credentials. */
export function bindingHandlers(
  broker: Broker,
): Handlers<'createBinding' | 'deleteBinding' | 'revealCredentials'> {
  return {
    async createBinding(req, res, caller) {
      const id = instanceId(req);
      const request = parseBindRequest(req.body);
      res.status(202).json(await broker.bind(id, request, caller));
    },
    async deleteBinding(req, res, caller) {
      const id = instanceId(req);
      parseNothing(req.body);
      const operation = await broker.unbind(id, bindingId(req), caller);
      res.status(202).json({ operation });
    },
    async revealCredentials(req, res, caller) {
      // Before anything can fail: no answer of this endpoint is to be kept by anybody.
      res.setHeader('Cache-Control', 'no-store');
      const id = instanceId(req);
      parseNothing(req.body);
      res.json(await broker.credentials(id, bindingId(req), caller));
    },
  };
}

function bindingId(req: Request): string {
  if (isId(req.params.bindingId)) return req.params.bindingId;
  throw new ProblemError('NotFoundError', [problems.bindingUnknown()]);
}
