import { Offering, parseDuration } from '@jimu/plugin-service-broker-node';

const DEFAULT_BIND_SECONDS = 300;

/** Seconds after which an order that is not ready has failed. */
export function provisionTimeout({ spec }: Offering): number {
  return parseDuration(spec.status.timeouts.provision) ?? 1200;
}

/** Seconds after which a deletion that is not done has failed; it goes on all the same. */
export function deprovisionTimeout({ spec }: Offering): number {
  return parseDuration(spec.status.timeouts.deprovision) ?? 1200;
}

export function bindingTimeout({ spec }: Offering): number {
  return parseDuration(spec.status.timeouts.bind ?? '') ?? DEFAULT_BIND_SECONDS;
}
