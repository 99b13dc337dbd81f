import { InputError } from '@backstage/errors';
import type { ClusterIdentity } from '../types';

/**
 * Headers that make a request count as that user's, one `Impersonate-Group` line per group.
 *
 * @throws InputError for values that HTTP would change on the way, such as a name that ends in a blank
 */
export function impersonationHeaders(
  identity: ClusterIdentity,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {
    'impersonate-user': headerValue(identity.user, 'user'),
  };
  if (identity.groups.length > 0) {
    headers['impersonate-group'] = identity.groups.map(group =>
      headerValue(group, 'group'),
    );
  }
  for (const [key, values] of Object.entries(identity.extra ?? {})) {
    if (values.length > 0) {
      headers[`impersonate-extra-${encodeExtraKey(key)}`] = values.map(value =>
        headerValue(value, `extra "${key}"`),
      );
    }
  }
  return headers;
}

/**
 * Refuses identities that belong to Kubernetes itself: a user center that happens to have a group `system:masters` must
 * not hand out the cluster.
 *
 * @throws InputError naming the user or group
 */
export function assertPersonalIdentity(identity: ClusterIdentity) {
  if (identity.user.startsWith('system:')) {
    throw new InputError(
      `User "${identity.user}" cannot act on a cluster: names that begin with "system:" belong to Kubernetes`,
    );
  }
  const reserved = identity.groups.find(
    group => group.startsWith('system:') && group !== 'system:authenticated',
  );
  if (reserved) {
    throw new InputError(
      `Group "${reserved}" cannot act on a cluster: names that begin with "system:" belong to Kubernetes`,
    );
  }
}

function headerValue(value: string, what: string): string {
  if (!value || value !== value.trim() || /\p{Cc}/u.test(value)) {
    throw new InputError(
      `The ${what} to impersonate must not be empty, begin or end with white space, or hold control characters`,
    );
  }
  // Header bytes are Latin-1 for Node and UTF-8 for Kubernetes.
  return Buffer.from(value, 'utf8').toString('latin1');
}

function encodeExtraKey(key: string): string {
  if (!key) {
    throw new InputError('An extra to impersonate needs a key');
  }
  return Array.from(Buffer.from(key.toLowerCase(), 'utf8'))
    .map(byte => {
      const char = String.fromCharCode(byte);
      return /[a-z0-9!#$&'*+.^_`|~-]/.test(char)
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
