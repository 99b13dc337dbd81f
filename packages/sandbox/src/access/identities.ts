import type { Identity } from '../api/contracts';

/** Members may do anything, whatever the roles say. */
export const MASTERS = 'system:masters';
export const AUTHENTICATED = 'system:authenticated';
export const UNAUTHENTICATED = 'system:unauthenticated';
const SERVICE_ACCOUNT = 'system:serviceaccount';
const SERVICE_ACCOUNTS = 'system:serviceaccounts';

export const ANONYMOUS: Identity = {
  user: 'system:anonymous',
  groups: [UNAUTHENTICATED],
};

/** `system:serviceaccount:<namespace>:<name>` */
export const serviceAccountUser = (namespace: string, name: string) =>
  `${SERVICE_ACCOUNT}:${namespace}:${name}`;

/** The namespace and name in a user name, if it is that of a ServiceAccount. */
export function parseServiceAccountUser(
  user: string,
): { namespace: string; name: string } | undefined {
  const parts = user.split(':');
  if (parts.length !== 4 || !user.startsWith(`${SERVICE_ACCOUNT}:`)) {
    return undefined;
  }
  return { namespace: parts[2], name: parts[3] };
}

/** The groups of every ServiceAccount of a namespace, without `system:authenticated`. */
export const serviceAccountGroups = (namespace: string) => [
  SERVICE_ACCOUNTS,
  `${SERVICE_ACCOUNTS}:${namespace}`,
];

/** The identity with the group that every signed-in user is in. */
export const authenticated = (identity: Identity): Identity =>
  identity.groups.includes(AUTHENTICATED)
    ? identity
    : { ...identity, groups: [...identity.groups, AUTHENTICATED] };
