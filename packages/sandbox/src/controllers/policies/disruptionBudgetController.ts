import type { Controller, SandboxObject } from '../../types';
import { timestamp, type Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { keyOf, nameOfKey, namespaceOfKey } from '../loop/KeyLoop';
import { resolveCount } from '../model/amounts';
import { withCondition } from '../model/conditions';
import { selects } from '../model/labels';
import { isActive, isPodReady, POD } from '../model/pods';
import { writeStatus } from '../model/status';

const BUDGET = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
} as const;

/** How many healthy pods a budget wants to keep. */
function wantedHealthy(budget: SandboxObject, expected: number): number {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (maxUnavailable !== undefined) {
    const most = resolveCount(maxUnavailable, expected, 0, 'up');
    return Math.max(expected - most, 0);
  }
  return resolveCount(minAvailable, expected, 1, 'up');
}

/** Keeps the status of PodDisruptionBudgets, by which evictions are allowed or refused. */
export function disruptionBudgetController(clock: Clock): Controller {
  return defineController('disruption-budgets', clock, scope => {
    const { api } = scope;
    const loop = scope.loopOver(BUDGET, key => {
      const namespace = namespaceOfKey(key);
      const budget = api.get({ ...BUDGET, namespace, name: nameOfKey(key) });
      if (!budget || budget.metadata.deletionTimestamp) return;
      const pods = api
        .scan({ ...POD, namespace })
        .filter(
          pod =>
            isActive(pod) && selects(budget.spec.selector, pod.metadata.labels),
        );
      const currentHealthy = pods.filter(isPodReady).length;
      const desiredHealthy = wantedHealthy(budget, pods.length);
      const disruptionsAllowed = Math.max(currentHealthy - desiredHealthy, 0);
      const { generation } = budget.metadata;
      writeStatus(api, budget, {
        currentHealthy,
        desiredHealthy,
        disruptionsAllowed,
        expectedPods: pods.length,
        observedGeneration: generation,
        conditions: withCondition(
          budget.status?.conditions,
          {
            type: 'DisruptionAllowed',
            status: disruptionsAllowed > 0 ? 'True' : 'False',
            reason:
              disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
            message: '',
            observedGeneration: generation,
          },
          timestamp(clock.now()),
        ),
      });
    });
    scope.follow(POD, (_type, { metadata }) => {
      const { namespace, labels } = metadata;
      for (const budget of api.scan({ ...BUDGET, namespace })) {
        if (selects(budget.spec.selector, labels)) loop.add(keyOf(budget));
      }
    });
  });
}
