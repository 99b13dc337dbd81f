import type { SandboxObject } from '../../types';
import type { Schema } from '../schema/Schema';

/** A column of `kubectl get`, as in a CRD's additionalPrinterColumns. */
export interface PrinterColumn {
  name: string;
  type: string;
  jsonPath: string;
  format?: string;
  description?: string;
  priority?: number;
}

/** Where the scale subresource finds its numbers, e.g. `.spec.replicas`. */
export interface ScalePaths {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

/** From one version of a kind to another; neither changes what it is given. */
export interface Conversion {
  toStored(object: SandboxObject): SandboxObject;
  fromStored(object: SandboxObject): SandboxObject;
}

/** One served version of a kind. */
export interface ResourceType {
  group: string;
  version: string;
  kind: string;
  listKind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  /** True: `status` is written through /status only. */
  hasStatus: boolean;
  scale?: ScalePaths;
  /** True: metadata.generation counts changes outside metadata and status. */
  hasGeneration: boolean;
  /** Absent: any fields are accepted. */
  schema?: Schema;
  printerColumns?: PrinterColumn[];
  /** Comes from a CRD: fields outside the schema are pruned. */
  custom: boolean;
  /** Version in which objects of this group and plural are kept. */
  storageVersion: string;
  /** How objects of this version become such of the storage version and back; absent: only apiVersion differs. */
  conversion?: Conversion;
  /** Fields, beside metadata.name and metadata.namespace, that a field selector may name. */
  selectableFields?: string[];
}

/** `v1` or `<group>/<version>`. */
export const apiVersionOf = (type: { group: string; version: string }) =>
  type.group ? `${type.group}/${type.version}` : type.version;

/** Key of a resource in the store; all versions of a kind share it. */
export const storeResource = (type: { group: string; plural: string }) =>
  `${type.group}/${type.plural}`;

/** `apps/v1` to its group and version; the core group is ''. */
export function parseApiVersion(apiVersion: string): {
  group: string;
  version: string;
} {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : {
        group: apiVersion.slice(0, slash),
        version: apiVersion.slice(slash + 1),
      };
}
