import { ApiStatusError } from '../../api/ApiStatusError';
import type { Identity, RequestAttributes } from '../../api/contracts';
import type { SandboxObject } from '../../types';
import { MASTERS } from '../identities';
import { authorize } from '../rbac/authorize';
import type { RoleDirectory } from '../rbac/RoleDirectory';
import type { PolicyRule } from '../rbac/rules';

const AUTHORIZATION = 'authorization.k8s.io';

function attributesOf(review: SandboxObject): RequestAttributes {
  const { resourceAttributes, nonResourceAttributes } = review.spec ?? {};
  if (Boolean(resourceAttributes) === Boolean(nonResourceAttributes)) {
    const field = resourceAttributes
      ? 'spec.nonResourceAttributes'
      : 'spec.resourceAttributes';
    const message =
      'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw ApiStatusError.invalid(
      { group: AUTHORIZATION, kind: review.kind },
      '',
      [{ reason: 'FieldValueInvalid', field, message }],
    );
  }
  if (nonResourceAttributes) {
    const { path = '', verb = '' } = nonResourceAttributes;
    return { verb, path };
  }
  const {
    verb = '',
    group = '',
    version = '',
    resource = '',
    subresource,
    namespace,
    name,
  } = resourceAttributes;
  return {
    verb,
    resource: {
      group,
      version,
      plural: resource,
      subresource: subresource || undefined,
      namespace: namespace || undefined,
      name: name || undefined,
    },
  };
}

const answer = (
  review: SandboxObject,
  status: Record<string, unknown>,
): SandboxObject => ({ ...review, status });

function decide(
  directory: RoleDirectory,
  identity: Identity,
  review: SandboxObject,
): SandboxObject {
  const { allowed, reason } = authorize(
    directory,
    identity,
    attributesOf(review),
  );
  return answer(review, { allowed, ...(reason ? { reason } : {}) });
}

/** SelfSubjectAccessReview */
export const reviewOwnAccess = decide;

/** SubjectAccessReview and LocalSubjectAccessReview; the latter only speaks of its own namespace. */
export function reviewAccess(
  directory: RoleDirectory,
  review: SandboxObject,
  namespace: string | undefined,
): SandboxObject {
  const { user, groups, uid, extra } = review.spec ?? {};
  const refuse = (field: string, message: string) =>
    ApiStatusError.invalid({ group: AUTHORIZATION, kind: review.kind }, '', [
      { reason: 'FieldValueInvalid', field, message },
    ]);
  if (!user && !groups?.length) {
    throw refuse(
      'spec.user',
      'at least one of user or group must be specified',
    );
  }
  if (
    review.kind === 'LocalSubjectAccessReview' &&
    review.spec.resourceAttributes?.namespace !== namespace
  ) {
    throw refuse(
      'spec.resourceAttributes.namespace',
      `Invalid value: ${JSON.stringify(
        review.spec.resourceAttributes?.namespace ?? '',
      )}: must match metadata.namespace: ${namespace}`,
    );
  }
  return decide(
    directory,
    { user: user ?? '', groups: groups ?? [], uid, extra },
    review,
  );
}

/** SelfSubjectRulesReview: all rules of the caller in one namespace. */
export function reviewOwnRules(
  directory: RoleDirectory,
  identity: Identity,
  review: SandboxObject,
): SandboxObject {
  const namespace = review.spec?.namespace;
  if (!namespace) {
    throw ApiStatusError.badRequest('no namespace on request');
  }
  const everything: PolicyRule[] = [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ];
  const rules = [
    ...(identity.groups.includes(MASTERS) ? everything : []),
    ...directory.rulesOf(identity, namespace),
  ];
  return answer(review, {
    incomplete: false,
    resourceRules: rules
      .filter(rule => rule.resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames?.length ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter(rule => rule.nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
  });
}
