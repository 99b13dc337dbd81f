import type { Identity, RequestAttributes } from '../../api/contracts';
import { ApiStatusError } from '../../api/ApiStatusError';
import { MASTERS } from '../identities';
import type { RoleDirectory } from './RoleDirectory';
import { ruleAllows } from './rules';

/** The decision of RBAC. The reason of a refusal is empty unless a bound role is missing, as in Kubernetes. */
export function authorize(
  directory: RoleDirectory,
  identity: Identity,
  attributes: RequestAttributes,
): { allowed: boolean; reason: string } {
  if (identity.groups.includes(MASTERS)) return { allowed: true, reason: '' };
  const problems: string[] = [];
  for (const grant of directory.grantsOf(
    identity,
    attributes.resource?.namespace,
  )) {
    if (grant.rules.some(rule => ruleAllows(rule, attributes))) {
      return { allowed: true, reason: `RBAC: allowed by ${grant.by}` };
    }
    if (grant.problem) problems.push(grant.problem);
  }
  return {
    allowed: false,
    reason: problems.length ? `RBAC: ${problems.join(', ')}` : '',
  };
}

/** The refusal of a request in the API server's words. */
export function forbidden(
  { user }: Identity,
  { verb, resource, path }: RequestAttributes,
  reason: string,
): ApiStatusError {
  const because = reason ? `: ${reason}` : '';
  if (!resource) {
    return new ApiStatusError(
      403,
      'Forbidden',
      `forbidden: User "${user}" cannot ${verb} path "${path}"${because}`,
    );
  }
  const { group, plural, subresource, namespace, name } = resource;
  const target = subresource ? `${plural}/${subresource}` : plural;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return ApiStatusError.forbidden(
    { group, plural },
    name ?? '',
    `User "${user}" cannot ${verb} resource "${target}" in API group "${group}" ${scope}${because}`,
  );
}
