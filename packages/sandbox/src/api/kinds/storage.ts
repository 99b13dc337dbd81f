import type { StatusCause } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import { quantityInNano } from '../schema/quantities';
import {
  forbiddenValue,
  invalidValue,
  requiredValue,
} from '../validation/metadata';
import type { SandboxObject } from '../../types';
import { fill } from './fill';
import type { KindRules } from './KindRules';

const defaultClass = 'storageclass.kubernetes.io/is-default-class';

const fixedPart = ({ spec }: SandboxObject) => {
  const {
    resources: _resources,
    volumeAttributesClassName: _class,
    volumeName: _volume,
    storageClassName: _storageClass,
    ...rest
  } = spec;
  return rest;
};

/** PersistentVolumeClaims: they only grow. */
export const claimRules: KindRules = {
  prepare(claim, old, { list }) {
    fill(claim.spec, { volumeMode: 'Filesystem' });
    if (old) return;
    claim.status = { phase: 'Pending' };
    if (claim.spec.storageClassName === undefined) {
      const found = list('storage.k8s.io', 'storageclasses').find(
        c => c.metadata.annotations?.[defaultClass] === 'true',
      );
      if (found) claim.spec.storageClassName = found.metadata.name;
    }
  },
  validate(claim, old) {
    const causes: StatusCause[] = [];
    const wanted = claim.spec.resources?.requests?.storage;
    if (!claim.spec.accessModes?.length) {
      causes.push(
        requiredValue('spec.accessModes', 'at least 1 access mode is required'),
      );
    }
    if (wanted === undefined) {
      causes.push(requiredValue('spec.resources[storage]'));
    } else if ((quantityInNano(String(wanted)) ?? 0n) <= 0n) {
      causes.push(
        invalidValue(
          'spec.resources[storage]',
          wanted,
          'must be greater than zero',
        ),
      );
    }
    if (!old) return causes;
    const moved = (key: string) =>
      old.spec[key] !== undefined && old.spec[key] !== claim.spec[key];
    if (
      moved('volumeName') ||
      moved('storageClassName') ||
      !deepEqual(fixedPart(claim), fixedPart(old))
    ) {
      causes.push(
        forbiddenValue(
          'spec',
          'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
        ),
      );
    }
    const before = quantityInNano(
      String(old.spec.resources?.requests?.storage ?? 0),
    );
    const after = quantityInNano(String(wanted ?? 0));
    if (before !== undefined && after !== undefined && after < before) {
      causes.push(
        forbiddenValue(
          'spec.resources.requests.storage',
          'field can not be less than status.capacity',
        ),
      );
    }
    return causes;
  },
};

/** PersistentVolumes. */
export const volumeRules: KindRules = {
  prepare(volume, old) {
    fill(volume.spec, {
      volumeMode: 'Filesystem',
      persistentVolumeReclaimPolicy: 'Retain',
    });
    if (!old) volume.status = { phase: 'Pending' };
  },
};

/** StorageClasses. */
export const storageClassRules: KindRules = {
  prepare(storageClass) {
    fill(storageClass, {
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
    });
  },
  validate(storageClass, old) {
    if (!old) return [];
    return ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode']
      .filter(field => !deepEqual(storageClass[field], old[field]))
      .map(field =>
        forbiddenValue(field, `updates to ${field} are forbidden.`),
      );
  },
};
