import { bootstrapRoles } from '../../access';
import { deepEqual } from '../../api/deepEqual';
import type { Controller, SandboxApi, SandboxObject } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { keyOf, nameOfKey } from '../loop/KeyLoop';
import { selects } from '../model/labels';
import { refOf } from '../model/owners';

const CLUSTER_ROLE = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
} as const;
const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/** Sees to it that the roles of every cluster are there, at least with their own rules and subjects. */
function ensureBootstrapRoles(api: SandboxApi): void {
  for (const wanted of bootstrapRoles()) {
    const found = api.get(refOf(wanted));
    if (!found) api.create(wanted);
    else if (found.metadata.annotations?.[AUTOUPDATE] !== 'false') {
      const field = wanted.subjects ? 'subjects' : 'rules';
      const isThere = (entry: unknown) =>
        (found[field] ?? []).some((e: unknown) => deepEqual(e, entry));
      const missing = wanted[field].filter((e: unknown) => !isThere(e));
      if (missing.length) {
        api.patch(refOf(wanted), {
          [field]: [...(found[field] ?? []), ...missing],
        });
      }
    }
  }
}

/** Keeps ClusterRoles that are made of others (`aggregationRule`). */
export function rbacController(clock: Clock): Controller {
  return defineController('cluster-roles', clock, scope => {
    const { api } = scope;
    // Before the first request is answered, so not in a loop.
    ensureBootstrapRoles(api);
    const loop = scope.loopOver(CLUSTER_ROLE, key => {
      const role = api.get({ ...CLUSTER_ROLE, name: nameOfKey(key) });
      const selectors = role?.aggregationRule?.clusterRoleSelectors;
      if (!role || !selectors) return;
      const parts = api
        .scan(CLUSTER_ROLE)
        .filter(
          other =>
            other.metadata.uid !== role.metadata.uid &&
            selectors.some((s: any) => selects(s, other.metadata.labels)),
        );
      const rules: unknown[] = [];
      for (const part of parts) {
        for (const rule of part.rules ?? []) {
          if (!rules.some(known => deepEqual(known, rule))) rules.push(rule);
        }
      }
      if (!deepEqual(rules, role.rules ?? []))
        api.patch(refOf(role), { rules });
    });
    const isAggregate = (role: SandboxObject) => Boolean(role.aggregationRule);
    scope.follow(CLUSTER_ROLE, () => {
      for (const role of api.scan(CLUSTER_ROLE).filter(isAggregate)) {
        loop.add(keyOf(role));
      }
    });
  });
}
