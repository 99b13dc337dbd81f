import path from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

export interface BrokerConfig {
  /** Folder of offerings, absolute. */
  offerings: string;
  /** Instances that one process works on at a time. */
  concurrency: number;
  leaseMs: number;
}

/** Reads `jimu.serviceBroker`. @throws InputError that names the key at fault */
export function readBrokerConfig(config: Config): BrokerConfig {
  const key = 'jimu.serviceBroker';
  const number = (name: string, fallback: number, min: number, max: number) => {
    const value = config.getOptionalNumber(`${key}.${name}`) ?? fallback;
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InputError(
      `${key}.${name} must be a whole number from ${min} to ${max}`,
    );
  };
  return {
    offerings: path.resolve(
      config.getOptionalString(`${key}.offerings`) ?? 'catalog/offerings',
    ),
    concurrency: number('concurrency', 8, 1, 64),
    leaseMs: number('leaseSeconds', 30, 15, 300) * 1000,
  };
}
