import type { Controller, SandboxObject } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { isNotFound } from '../loop/errors';
import { refOf } from '../model/owners';

const EVENT = { apiVersion: 'v1', kind: 'Event' } as const;
const LIFETIME_MS = 60 * 60_000;
const SWEEP_MS = 5 * 60_000;

const lastSeen = (event: SandboxObject) =>
  Date.parse(
    event.lastTimestamp ??
      event.eventTime ??
      event.metadata.creationTimestamp ??
      '',
  );

/** Deletes events an hour after they were last seen, as API servers do. */
export function eventExpiry(clock: Clock): Controller {
  return defineController('event-expiry', clock, scope => {
    let cancel = () => {};
    const sweep = () => {
      const end = clock.now() - LIFETIME_MS;
      for (const event of scope.api.scan(EVENT)) {
        if (!(lastSeen(event) < end)) continue;
        try {
          scope.api.delete(refOf(event));
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }
      cancel = clock.after(SWEEP_MS, sweep);
    };
    cancel = clock.after(SWEEP_MS, sweep);
    scope.onStop(() => cancel());
  });
}
