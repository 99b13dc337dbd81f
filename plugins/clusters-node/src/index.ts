export * from './types';
export { clustersServiceRef } from './clustersServiceRef';
export {
  DefaultClustersService,
  type DefaultClustersServiceOptions,
} from './DefaultClustersService';
export { ClusterError, isClusterError } from './ClusterError';
export type {
  ClusterErrorCause,
  ClusterErrorName,
  ClusterErrorOptions,
} from './ClusterError';
