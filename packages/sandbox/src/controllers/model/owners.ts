import type { Ref, SandboxApi, SandboxObject } from '../../types';

/** The reference by which `owner` controls an object. */
export const controlledBy = (owner: SandboxObject) => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid!,
  controller: true,
  blockOwnerDeletion: true,
});

export const controllerOf = (object: SandboxObject) =>
  object.metadata.ownerReferences?.find(reference => reference.controller);

export const isControlledBy = (object: SandboxObject, owner: SandboxObject) =>
  controllerOf(object)?.uid === owner.metadata.uid;

/** The objects of a kind in the owner's namespace that it controls. */
export const childrenOf = (
  api: SandboxApi,
  owner: SandboxObject,
  kind: { apiVersion: string; kind: string },
): SandboxObject[] =>
  api
    .scan({ ...kind, namespace: owner.metadata.namespace })
    .filter(child => isControlledBy(child, owner));

/** What `get`, `patch` and `delete` need to find an object. */
export const refOf = (object: SandboxObject): Ref => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  name: object.metadata.name,
  namespace: object.metadata.namespace,
});
