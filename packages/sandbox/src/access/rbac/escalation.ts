import { ApiStatusError } from '../../api/ApiStatusError';
import type { Identity } from '../../api/contracts';
import type { SandboxObject } from '../../types';
import { MASTERS } from '../identities';
import { authorize } from './authorize';
import type { RoleDirectory } from './RoleDirectory';
import {
  compactRules,
  describeRule,
  rulesNotCovered,
  type PolicyRule,
} from './rules';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

interface RbacWrite {
  group: string;
  plural: string;
  object: SandboxObject;
  oldObject?: SandboxObject;
}

const same = (a: unknown, b: unknown) =>
  JSON.stringify(a ?? []) === JSON.stringify(b ?? []);

function refuse(
  { user, groups }: Identity,
  { plural, object }: RbacWrite,
  missing: PolicyRule[],
): never {
  throw ApiStatusError.forbidden(
    { group: RBAC_GROUP, plural },
    object.metadata.name,
    `user ${JSON.stringify(user)} (groups=[${groups
      .map(g => JSON.stringify(g))
      .join(
        ' ',
      )}]) is attempting to grant RBAC permissions not currently held:\n${compactRules(
      missing,
    )
      .map(describeRule)
      .join('\n')}`,
  );
}

/** Throws 403 when a write of a role or binding would hand out rights that its author lacks. */
export function refuseEscalation(
  directory: RoleDirectory,
  identity: Identity,
  write: RbacWrite,
): void {
  if (write.group !== RBAC_GROUP || identity.groups.includes(MASTERS)) return;
  const { object, oldObject, plural } = write;
  const { namespace, name } = object.metadata;
  const may = (verb: string, target: string, targetName: string) =>
    authorize(directory, identity, {
      verb,
      resource: {
        group: RBAC_GROUP,
        version: 'v1',
        plural: target,
        name: targetName,
        namespace,
      },
    }).allowed;
  const refuseMissing = (rules: PolicyRule[]) => {
    const missing = rulesNotCovered(
      directory.rulesOf(identity, namespace),
      rules,
    );
    if (missing.length) refuse(identity, write, missing);
  };

  if (plural === 'roles' || plural === 'clusterroles') {
    const unchanged =
      oldObject &&
      same(oldObject.rules, object.rules) &&
      same(oldObject.aggregationRule, object.aggregationRule);
    if (unchanged || may('escalate', plural, name)) return;
    if (object.aggregationRule) {
      refuseMissing([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]);
    }
    refuseMissing((object.rules ?? []) as PolicyRule[]);
  } else if (plural === 'rolebindings' || plural === 'clusterrolebindings') {
    if (
      oldObject &&
      same(oldObject.roleRef, object.roleRef) &&
      same(oldObject.subjects, object.subjects)
    ) {
      return;
    }
    const { kind, name: role } = object.roleRef;
    const plurals = kind === 'Role' ? 'roles' : 'clusterroles';
    if (may('bind', plurals, role)) return;
    const rules = directory.rulesOfRole(object.roleRef, namespace);
    if (!rules) {
      throw ApiStatusError.notFound(
        { group: RBAC_GROUP, plural: plurals },
        role,
      );
    }
    refuseMissing(rules);
  }
}
