import { deepEqual } from '../deepEqual';
import { invalidValue } from '../validation/metadata';
import { fill } from './fill';
import type { KindRules } from './KindRules';

const rbac = 'rbac.authorization.k8s.io';

/** RoleBindings and ClusterRoleBindings. */
export const roleBindingRules: KindRules = {
  prepare(binding) {
    fill(binding.roleRef, { apiGroup: rbac });
    for (const subject of binding.subjects ?? []) {
      if (subject.kind !== 'ServiceAccount') fill(subject, { apiGroup: rbac });
    }
  },
  validate(binding, old) {
    const causes = [];
    if (!['Role', 'ClusterRole'].includes(binding.roleRef.kind)) {
      causes.push({
        reason: 'FieldValueNotSupported',
        field: 'roleRef.kind',
        message: `Unsupported value: ${JSON.stringify(
          binding.roleRef.kind,
        )}: supported values: "ClusterRole", "Role"`,
      });
    }
    if (old && !deepEqual(binding.roleRef, old.roleRef)) {
      causes.push(
        invalidValue('roleRef', binding.roleRef, 'cannot change roleRef'),
      );
    }
    return causes;
  },
};

/** NetworkPolicies. */
export const networkPolicyRules: KindRules = {
  prepare({ spec }) {
    if (!spec) return;
    fill(spec, { podSelector: {} });
    fill(spec, {
      policyTypes: spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'],
    });
    for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      for (const port of rule.ports ?? []) fill(port, { protocol: 'TCP' });
    }
  },
};
