export * from './types';
export { clustersServiceRef } from './clustersServiceRef';
export { ClusterError, isClusterError } from './ClusterError';
export type {
  ClusterErrorCause,
  ClusterErrorName,
  ClusterErrorOptions,
} from './ClusterError';
