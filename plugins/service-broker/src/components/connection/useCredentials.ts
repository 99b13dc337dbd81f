import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Credentials } from '@jimu/plugin-service-broker-common';
import { describeError, Failure } from '../../api/describeError';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';

/** How long credentials stay in sight. */
export const SHOWN_MS = 120_000;

export type CredentialsState =
  | { status: 'hidden' }
  | { status: 'loading' }
  | { status: 'shown'; credentials: Credentials; until: number }
  | { status: 'failed'; failure: Failure };

/**
 * Credentials of a binding, read when asked for and forgotten after two minutes or when the page is left. They are held in
 * this state alone: not in a cache, a store or the address.
 */
export function useCredentials(
  instanceId: string,
  bindingId: string,
  onRevealed: () => void,
) {
  const api = useApi(serviceBrokerApiRef);
  const [state, setState] = useState<CredentialsState>({ status: 'hidden' });
  const until = state.status === 'shown' ? state.until : undefined;

  useEffect(() => {
    if (until === undefined) return undefined;
    const hide = () => setState({ status: 'hidden' });
    const timer = setTimeout(hide, until - Date.now());
    return () => clearTimeout(timer);
  }, [until]);

  const reveal = async () => {
    setState({ status: 'loading' });
    try {
      const credentials = await api.credentials(instanceId, bindingId);
      setState({
        status: 'shown',
        credentials,
        until: Date.now() + SHOWN_MS,
      });
      onRevealed();
    } catch (error) {
      setState({ status: 'failed', failure: describeError(error) });
    }
  };
  return { state, reveal, hide: () => setState({ status: 'hidden' }) };
}
