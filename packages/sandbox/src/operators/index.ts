import type { Controller } from '../types';
import { cnpgOperator } from './cnpg';
import { perconaOperator } from './percona';
import { redisOperator } from './redis/RedisOperator';
import { strimziOperator } from './strimzi';

export { SIMULATED_ANNOTATION } from './servers/PrimaryServer';

/** The operators of the sandbox: Strimzi, Percona XtraDB Cluster, OT-CONTAINER-KIT Redis and CloudNativePG. */
export const operators = (): Controller[] => [
  strimziOperator(),
  perconaOperator(),
  redisOperator(),
  cnpgOperator(),
];
