import type { Broker } from '../service/Broker';
import type { Handlers } from './handlers';
import { parseOrder } from './parse';

/** What can be ordered. */
export function offeringHandlers(
  broker: Broker,
): Handlers<
  | 'listOfferings'
  | 'getOffering'
  | 'listBrokenOfferings'
  | 'listOrphans'
  | 'checkOrder'
> {
  return {
    async listOfferings(_req, res, caller) {
      res.json({ items: await broker.offerings(caller) });
    },
    async getOffering(req, res, caller) {
      res.json(await broker.offering(req.params.name, caller));
    },
    async listBrokenOfferings(_req, res, caller) {
      res.json({ items: await broker.brokenOfferings(caller) });
    },
    async listOrphans(_req, res, caller) {
      res.json({ items: await broker.orphans(caller) });
    },
    async checkOrder(req, res, caller) {
      res.json(await broker.checkOrder(parseOrder(req.body), caller));
    },
  };
}
