import { ApiStatusError } from '../../api/ApiStatusError';
import type { AdmissionPlugin } from '../../api/contracts';
import type { SandboxApi, SandboxObject } from '../../types';
import { isMore, quantityOf } from '../model/quantity';
import { findClass } from './storageClasses';

export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';

const storageOf = (claim: SandboxObject) =>
  quantityOf(claim.spec?.resources?.requests?.storage);

function checkGrowth(
  api: SandboxApi,
  claim: SandboxObject,
  old: SandboxObject,
): void {
  if (!isMore(storageOf(claim), storageOf(old))) return;
  const { name } = claim.metadata;
  if (old.status?.phase !== 'Bound') {
    throw ApiStatusError.invalid(
      { group: '', kind: 'PersistentVolumeClaim' },
      name,
      [
        {
          reason: 'FieldValueForbidden',
          field: 'spec',
          message:
            'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
        },
      ],
    );
  }
  if (findClass(api, old.spec.storageClassName)?.allowVolumeExpansion) return;
  throw ApiStatusError.forbidden(
    { group: '', plural: 'persistentvolumeclaims' },
    name,
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
}

/** Protects claims that pods use, and lets those grow whose class allows it. */
export function claimAdmission(getApi: () => SandboxApi): AdmissionPlugin {
  return {
    name: 'PersistentVolumeClaims',
    admit({ operation, group, plural, subresource, object, oldObject }) {
      const isClaim = !group && plural === 'persistentvolumeclaims';
      if (!isClaim || operation === 'DELETE' || subresource) return object;
      if (operation === 'UPDATE') {
        checkGrowth(getApi(), object, oldObject!);
        return object;
      }
      const finalizers = object.metadata.finalizers ?? [];
      if (!finalizers.includes(CLAIM_PROTECTION)) {
        object.metadata.finalizers = [...finalizers, CLAIM_PROTECTION];
      }
      return object;
    },
  };
}
