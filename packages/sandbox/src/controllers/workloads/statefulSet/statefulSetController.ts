import type { Controller } from '../../../types';
import type { Clock } from '../../loop/Clock';
import { defineController } from '../../loop/defineController';
import { nameOfKey, namespaceOfKey } from '../../loop/KeyLoop';
import { followLimits, followPodsOf } from '../followPods';
import { podMakerFor } from '../PodMaker';
import { StatefulSet } from './StatefulSet';

const STATEFUL_SET = { apiVersion: 'apps/v1', kind: 'StatefulSet' } as const;

/** Keeps numbered pods with claims of their own, one after the other. */
export function statefulSetController(clock: Clock): Controller {
  return defineController('statefulsets', clock, scope => {
    const maker = podMakerFor(scope, STATEFUL_SET, 'statefulset-controller');
    const loop = scope.loopOver(STATEFUL_SET, key => {
      const set = scope.api.get({
        ...STATEFUL_SET,
        namespace: namespaceOfKey(key),
        name: nameOfKey(key),
      });
      return set && new StatefulSet(scope, maker, set).reconcile();
    });
    followPodsOf(scope, 'StatefulSet', loop);
    followLimits(
      scope,
      STATEFUL_SET,
      loop,
      set => (set.spec.replicas ?? 1) > (set.status?.replicas ?? 0),
    );
  });
}
