import { ApiStatusError } from '../../api/ApiStatusError';
import type { AdmissionPlugin } from '../../api/contracts';
import type { SandboxApi } from '../../types';
import { applyDefaults, claimViolations, podViolations } from './limitRange';

const LIMIT_RANGE = { apiVersion: 'v1', kind: 'LimitRange' } as const;

/** Fills in a namespace's default amounts, and refuses what is beyond its bounds. */
export function limitRangeAdmission(getApi: () => SandboxApi): AdmissionPlugin {
  return {
    name: 'LimitRanger',
    admit({ operation, group, plural, subresource, object }) {
      const { namespace, name } = object.metadata;
      const isPod = plural === 'pods' && operation === 'CREATE';
      const isClaim =
        plural === 'persistentvolumeclaims' && operation !== 'DELETE';
      if (group || subresource || !namespace || !(isPod || isClaim)) {
        return object;
      }
      const ranges = getApi().scan({ ...LIMIT_RANGE, namespace });
      if (isPod) applyDefaults(object, ranges);
      const found = isPod
        ? podViolations(object, ranges)
        : claimViolations(object, ranges);
      if (found.length) {
        const why = found.length === 1 ? found[0] : `[${found.join(', ')}]`;
        throw ApiStatusError.forbidden({ group, plural }, name, why);
      }
      return object;
    },
  };
}
