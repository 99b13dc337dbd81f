import type { SandboxApi, SandboxObject } from '../../types';

export const STORAGE_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
} as const;

export const PROVISIONER = 'sandbox.jimu.dev/volumes';
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** The class that every cluster of the sandbox has. */
export const standardClass: SandboxObject = {
  ...STORAGE_CLASS,
  metadata: { name: 'standard', annotations: { [DEFAULT_CLASS]: 'true' } },
  provisioner: PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
  allowVolumeExpansion: true,
};

export const findClass = (
  api: SandboxApi,
  name: string | undefined,
): SandboxObject | undefined =>
  name ? api.get({ ...STORAGE_CLASS, name }) : undefined;
