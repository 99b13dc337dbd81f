import type { KindRules } from './KindRules';
import { invalidValue } from '../validation/metadata';

const nameLabel = 'kubernetes.io/metadata.name';

/** A namespace carries its name as a label and is held by the finalizer in its spec until it is empty. */
export const namespaceRules: KindRules = {
  prepare(object, old, { subresource }) {
    object.metadata.labels = {
      ...object.metadata.labels,
      [nameLabel]: object.metadata.name,
    };
    if (!old) {
      object.spec = { ...object.spec, finalizers: ['kubernetes'] };
      object.status = { phase: 'Active' };
    } else if (subresource !== 'finalize' && !old.metadata.deletionTimestamp) {
      object.spec = { ...object.spec, finalizers: old.spec?.finalizers ?? [] };
    }
  },
  validate(object) {
    const phase = object.status?.phase;
    return phase === undefined || ['Active', 'Terminating'].includes(phase)
      ? []
      : [invalidValue('status.phase', phase, 'must be Active or Terminating')];
  },
};
