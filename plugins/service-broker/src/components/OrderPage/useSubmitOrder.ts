import { useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  OrderRequest,
  OrderResponse,
} from '@jimu/plugin-service-broker-common';
import { describeError, Failure } from '../../api/describeError';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';

/** A random key; `randomUUID` is withheld on pages served without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Refusals after which the server has surely kept nothing, so that a mended order is another order. */
const FINAL: Failure['kind'][] = [
  'invalid',
  'notAllowed',
  'notFound',
  'conflict',
];

/**
 * Sends an order once, however often it is pressed. The form has one idempotency key: a repetition after a lost answer finds
 * the instance that the first one made. Only a definite refusal brings a new key.
 */
export function useSubmitOrder(onDone: (response: OrderResponse) => void) {
  const api = useApi(serviceBrokerApiRef);
  const key = useRef<string>();
  const underway = useRef(false);
  const [submitting, setSubmitting] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const submit = async (order: OrderRequest) => {
    if (underway.current) return;
    underway.current = true;
    setSubmitting(true);
    setFailure(undefined);
    key.current ??= newKey();
    try {
      onDone(await api.order(order, key.current));
    } catch (error) {
      const described = describeError(error);
      const keep = described.problems.some(
        problem => problem.code === 'idempotency-conflict',
      );
      if (FINAL.includes(described.kind) && !keep) key.current = undefined;
      setFailure(described);
      setSubmitting(false);
      underway.current = false;
    }
  };

  return { submit, submitting, failure };
}
