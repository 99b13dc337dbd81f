import { ApiStatusError } from '../../api/ApiStatusError';
import type { AdmissionPlugin } from '../../api/contracts';
import type { SandboxApi } from '../../types';

const DEFAULT_ACCOUNT = 'default';

/** Gives pods the ServiceAccount of their namespace, and refuses those that name one that is not there. */
export function serviceAccountAdmission(
  getApi: () => SandboxApi,
): AdmissionPlugin {
  return {
    name: 'ServiceAccount',
    admit({ operation, group, plural, subresource, object }) {
      const isNewPod =
        operation === 'CREATE' && !group && plural === 'pods' && !subresource;
      if (!isNewPod) return object;
      const { namespace, name: podName } = object.metadata;
      const name = object.spec.serviceAccountName || DEFAULT_ACCOUNT;
      object.spec.serviceAccountName = name;
      // The default one comes a moment after its namespace; Kubernetes makes clients try again, which helps nobody here.
      if (name === DEFAULT_ACCOUNT) return object;
      const found = getApi().get({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        namespace,
        name,
      });
      if (found) return object;
      throw ApiStatusError.forbidden(
        { group, plural },
        podName,
        `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
      );
    },
  };
}
