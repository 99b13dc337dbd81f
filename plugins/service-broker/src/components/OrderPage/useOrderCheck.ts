import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  OrderCheck,
  OrderRequest,
} from '@jimu/plugin-service-broker-common';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useDebounced } from '../../hooks/useDebounced';

const SETTLE_MS = 300;

export interface CheckState {
  /** The last answer, also while a newer one is on its way. */
  check?: OrderCheck;
  /** The answer is for the order as it stands now. */
  current: boolean;
}

/** Asks the server what it thinks of the order, a moment after the last change; nothing is asked before it is for somewhere. */
export function useOrderCheck(order: OrderRequest | undefined): CheckState {
  const api = useApi(serviceBrokerApiRef);
  const key =
    order?.tenant && order.environment ? JSON.stringify(order) : undefined;
  const settled = useDebounced(key, SETTLE_MS);
  const [answer, setAnswer] = useState<{ key: string; check: OrderCheck }>();
  const latest = useRef(order);
  latest.current = order;

  useEffect(() => {
    if (settled === undefined || settled !== JSON.stringify(latest.current)) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    api.checkOrder(latest.current!, { signal }).then(
      check => {
        if (!signal.aborted) setAnswer({ key: settled, check });
      },
      () => {
        // The check is a courtesy: the order itself says what is wrong, the server's absence included.
      },
    );
    return () => controller.abort();
  }, [api, settled]);

  return { check: answer?.check, current: answer?.key === key };
}
