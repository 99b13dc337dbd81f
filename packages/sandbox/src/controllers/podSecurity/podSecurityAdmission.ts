import { ApiStatusError } from '../../api/ApiStatusError';
import type { AdmissionPlugin } from '../../api/contracts';
import type { SandboxApi } from '../../types';
import { violationsOf, type PodSecurityLevel } from './checks';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

const levels: readonly string[] = ['privileged', 'baseline', 'restricted'];

/** Refuses pods that break the level which their namespace's labels enforce. */
export function podSecurityAdmission(
  getApi: () => SandboxApi,
): AdmissionPlugin {
  return {
    name: 'PodSecurity',
    admit({ operation, group, plural, subresource, object }) {
      const { namespace, name } = object.metadata;
      if (
        operation !== 'CREATE' ||
        group ||
        plural !== 'pods' ||
        subresource ||
        !namespace
      ) {
        return object;
      }
      const labels = getApi().get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace,
      })?.metadata.labels;
      const level = labels?.[ENFORCE];
      if (!level) return object;
      // As Kubernetes does: a level that nobody knows is taken for the strictest.
      const enforced = levels.includes(level) ? level : 'restricted';
      const version = labels[`${ENFORCE}-version`] ?? 'latest';
      const found = violationsOf(object, enforced as PodSecurityLevel);
      if (!found.length) return object;
      throw ApiStatusError.forbidden(
        { group, plural },
        name,
        `violates PodSecurity "${enforced}:${version}": ${found
          .map(({ reason, detail }) => `${reason} (${detail})`)
          .join(', ')}`,
      );
    },
  };
}
