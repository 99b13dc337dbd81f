import { useRouteRef } from '@backstage/frontend-plugin-api';
import { OrderSuggestion, writeSuggestion } from '../model/orderDraft';
import {
  instanceRouteRef,
  instancesRouteRef,
  marketRouteRef,
  orderRouteRef,
} from '../routes';

/** Paths of this plugin's pages, wherever the app has put them. */
export function useLinks() {
  const market = useRouteRef(marketRouteRef);
  const order = useRouteRef(orderRouteRef);
  const instances = useRouteRef(instancesRouteRef);
  const instance = useRouteRef(instanceRouteRef);
  return {
    market: () => market?.() ?? '/market',
    order: (offering: string, suggestion?: OrderSuggestion) => {
      const path =
        order?.({ offering }) ??
        `/market/${encodeURIComponent(offering)}/order`;
      const query = suggestion ? writeSuggestion(suggestion) : '';
      return query ? `${path}?${query}` : path;
    },
    instances: () => instances?.() ?? '/instances',
    instance: (id: string) =>
      instance?.({ id }) ?? `/instances/${encodeURIComponent(id)}`,
  };
}
