import { ProblemError } from '@jimu/plugin-service-broker-common';
import type { Request } from 'express';
import { problems } from '../model/problems';
import type { Broker } from '../service/Broker';
import type { Handlers } from './handlers';
import {
  isId,
  parseDeletion,
  parseIdempotencyKey,
  parseInstanceQuery,
  parseNothing,
  parseOrder,
} from './parse';

/** Instances: order, list, show, delete, retry. */
export function instanceHandlers(
  broker: Broker,
): Handlers<
  | 'createInstance'
  | 'listInstances'
  | 'getInstance'
  | 'deleteInstance'
  | 'retryOperation'
> {
  return {
    async createInstance(req, res, caller) {
      const order = parseOrder(req.body);
      const key = parseIdempotencyKey(req.header('idempotency-key'));
      res.status(202).json(await broker.order(order, key, caller));
    },
    async listInstances(req, res, caller) {
      res.json(await broker.instances(parseInstanceQuery(req.query), caller));
    },
    async getInstance(req, res, caller) {
      res.json(await broker.instance(instanceId(req), caller));
    },
    async deleteInstance(req, res, caller) {
      const id = instanceId(req);
      const { confirmName } = parseDeletion(req.body);
      const operation = await broker.deleteInstance(id, confirmName, caller);
      res.status(202).json({ operation });
    },
    async retryOperation(req, res, caller) {
      const id = instanceId(req);
      parseNothing(req.body);
      res.status(202).json({ operation: await broker.retry(id, caller) });
    },
  };
}

export function instanceId(req: Request): string {
  if (isId(req.params.id)) return req.params.id;
  throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
}
