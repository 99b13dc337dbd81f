import type { Identity } from '../../api/contracts';
import type { SandboxApi, SandboxObject } from '../../types';
import { serviceAccountUser } from '../identities';
import type { PolicyRule } from './rules';

const RBAC = 'rbac.authorization.k8s.io/v1';

interface Subject {
  kind: 'User' | 'Group' | 'ServiceAccount';
  name: string;
  namespace?: string;
}

/** A role that is bound to an identity. */
export interface Grant {
  /** Empty when the role does not exist (any more). */
  rules: PolicyRule[];
  /** e.g. `ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"` */
  by: string;
  /** Why there are no rules. */
  problem?: string;
}

function matches(
  subject: Subject,
  identity: Identity,
  bindingNamespace: string | undefined,
): boolean {
  if (subject.kind === 'User') return subject.name === identity.user;
  if (subject.kind === 'Group') return identity.groups.includes(subject.name);
  const namespace = subject.namespace ?? bindingNamespace;
  return (
    subject.kind === 'ServiceAccount' &&
    namespace !== undefined &&
    serviceAccountUser(namespace, subject.name) === identity.user
  );
}

function describeSubject(subject: Subject, bindingNamespace?: string): string {
  const namespace = subject.namespace ?? bindingNamespace;
  return subject.kind === 'ServiceAccount'
    ? `ServiceAccount "${subject.name}/${namespace}"`
    : `${subject.kind} "${subject.name}"`;
}

/** Answers which roles an identity holds, from the roles and bindings as they are now. */
export class RoleDirectory {
  constructor(private readonly api: SandboxApi) {}

  /** Grants for the whole cluster, then those of the namespace if one is given. */
  *grantsOf(
    identity: Identity,
    namespace: string | undefined,
  ): Generator<Grant> {
    const bindings = this.api.scan({
      apiVersion: RBAC,
      kind: 'ClusterRoleBinding',
    });
    for (const binding of bindings) yield* this.grantOf(binding, identity);
    if (!namespace) return;
    const local = this.api.scan({
      apiVersion: RBAC,
      kind: 'RoleBinding',
      namespace,
    });
    for (const binding of local) yield* this.grantOf(binding, identity);
  }

  /** All rules that an identity holds. */
  rulesOf(identity: Identity, namespace: string | undefined): PolicyRule[] {
    return [...this.grantsOf(identity, namespace)].flatMap(g => g.rules);
  }

  /** The rules of the role that a binding names; `undefined` if there is no such role. */
  rulesOfRole(
    roleRef: { kind: string; name: string },
    namespace: string | undefined,
  ): PolicyRule[] | undefined {
    const role = this.api.get({
      apiVersion: RBAC,
      kind: roleRef.kind,
      name: roleRef.name,
      namespace: roleRef.kind === 'Role' ? namespace : undefined,
    });
    return role && ((role.rules ?? []) as PolicyRule[]);
  }

  private *grantOf(
    binding: SandboxObject,
    identity: Identity,
  ): Generator<Grant> {
    const { name, namespace } = binding.metadata;
    const subject = ((binding.subjects ?? []) as Subject[]).find(candidate =>
      matches(candidate, identity, namespace),
    );
    if (!subject) return;
    const roleRef = binding.roleRef as { kind: string; name: string };
    const rules = this.rulesOfRole(roleRef, namespace);
    const title = namespace ? `${name}/${namespace}` : name;
    yield {
      rules: rules ?? [],
      by: `${binding.kind} "${title}" of ${roleRef.kind} "${
        roleRef.name
      }" to ${describeSubject(subject, namespace)}`,
      problem: rules
        ? undefined
        : `${roleRef.kind.toLowerCase()}.rbac.authorization.k8s.io "${
            roleRef.name
          }" not found`,
    };
  }
}
