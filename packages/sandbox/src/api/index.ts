export { ApiStatusError } from './ApiStatusError';
export type { StatusCause, StatusDetails } from './ApiStatusError';
export type {
  Access,
  AdmissionPlugin,
  Identity,
  RequestAttributes,
} from './contracts';
export { createSandboxApi, sandboxApiOn } from './createSandboxApi';
export { ObjectOperations } from './operations/ObjectOperations';
export { ResourceRegistry } from './registry/ResourceRegistry';
export type { ResourceType } from './registry/ResourceType';
export {
  installDefinitionsFrom,
  installOpenDefinitions,
} from './crds/installDefinitions';
export { PodRuntimes } from './pods/PodRuntime';
export type {
  ExecRequest,
  LogQuery,
  PodRuntime,
  PodRuntimeRegistry,
} from './pods/PodRuntime';
