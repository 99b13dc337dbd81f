import { ApiStatusError } from '../api/ApiStatusError';
import type { Identity, RequestAttributes } from '../api/contracts';
import {
  ANONYMOUS,
  authenticated,
  parseServiceAccountUser,
  serviceAccountGroups,
  UNAUTHENTICATED,
} from './identities';

export type Headers = Record<string, string | string[] | undefined>;

const EXTRA = 'impersonate-extra-';
const AUTHENTICATION = 'authentication.k8s.io';

const valuesOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat();

interface Impersonation {
  user?: string;
  groups: string[];
  uid?: string;
  extra: Record<string, string[]>;
}

function parse(headers: Headers): Impersonation {
  const wanted: Impersonation = { groups: [], extra: {} };
  for (const [header, value] of Object.entries(headers)) {
    const name = header.toLowerCase();
    const values = valuesOf(value);
    if (name === 'impersonate-user') wanted.user = values[0];
    else if (name === 'impersonate-uid') wanted.uid = values[0];
    else if (name === 'impersonate-group') wanted.groups.push(...values);
    else if (name.startsWith(EXTRA)) {
      wanted.extra[extraKey(name.slice(EXTRA.length))] = values;
    }
  }
  return wanted;
}

function extraKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw ApiStatusError.badRequest(
      `Impersonate-Extra-${encoded} is not percent-encoded correctly: ${
        (error as Error).message
      }`,
    );
  }
}

/** Each right that the impersonation needs, as RBAC knows it. */
function* neededRights(wanted: Impersonation): Generator<RequestAttributes> {
  const right = (
    group: string,
    plural: string,
    name: string,
    more: { namespace?: string; subresource?: string } = {},
  ): RequestAttributes => ({
    verb: 'impersonate',
    resource: { group, version: 'v1', plural, name, ...more },
  });
  const account = parseServiceAccountUser(wanted.user!);
  yield account
    ? right('', 'serviceaccounts', account.name, {
        namespace: account.namespace,
      })
    : right('', 'users', wanted.user!);
  for (const group of wanted.groups) yield right('', 'groups', group);
  for (const [key, values] of Object.entries(wanted.extra)) {
    for (const value of values) {
      yield right(AUTHENTICATION, 'userextras', value, { subresource: key });
    }
  }
  if (wanted.uid) yield right(AUTHENTICATION, 'uids', wanted.uid);
}

/**
 * The identity that a request asks to act as by its Impersonate-* headers; the caller's own without such headers.
 *
 * @param demand - throws 403 unless the caller has the right
 */
export function impersonate(
  caller: Identity,
  headers: Headers,
  demand: (right: RequestAttributes) => void,
): Identity {
  const wanted = parse(headers);
  const hasExtra = Object.keys(wanted.extra).length > 0;
  if (!wanted.user) {
    if (wanted.groups.length || wanted.uid || hasExtra) {
      throw ApiStatusError.badRequest(
        'Impersonate-Group, Impersonate-Uid and Impersonate-Extra-* need Impersonate-User: requested impersonation without impersonating a user',
      );
    }
    return caller;
  }
  for (const right of neededRights(wanted)) demand(right);

  const account = parseServiceAccountUser(wanted.user);
  const groups =
    account && !wanted.groups.length
      ? serviceAccountGroups(account.namespace)
      : [...wanted.groups];
  const identity: Identity = {
    user: wanted.user,
    groups,
    ...(wanted.uid ? { uid: wanted.uid } : {}),
    ...(hasExtra ? { extra: wanted.extra } : {}),
  };
  if (wanted.user !== ANONYMOUS.user) return authenticated(identity);
  return groups.includes(UNAUTHENTICATED)
    ? identity
    : { ...identity, groups: [...groups, UNAUTHENTICATED] };
}
