import type { Controller } from '../../../types';
import type { Clock } from '../../loop/Clock';
import { defineController } from '../../loop/defineController';
import { nameOfKey, namespaceOfKey } from '../../loop/KeyLoop';
import { controllerOf } from '../../model/owners';
import { POD } from '../../model/pods';
import { REPLICA_SET } from './replicaSetsOf';
import { Rollout } from './Rollout';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;

/** Rolls the template of a Deployment out over ReplicaSets. */
export function deploymentController(clock: Clock): Controller {
  return defineController('deployments', clock, scope => {
    const loop = scope.loopOver(DEPLOYMENT, key => {
      const deployment = scope.api.get({
        ...DEPLOYMENT,
        namespace: namespaceOfKey(key),
        name: nameOfKey(key),
      });
      return deployment && new Rollout(scope, deployment).reconcile();
    });
    scope.follow(REPLICA_SET, (_type, set) => {
      const owner = controllerOf(set);
      if (owner?.kind === 'Deployment') {
        loop.add(`${set.metadata.namespace}/${owner.name}`);
      }
    });
    // A deployment that replaces all pods at once waits until the last old one is gone.
    scope.follow(POD, (type, pod) => {
      if (type !== 'DELETED') return;
      const owner = controllerOf(pod);
      const set =
        owner?.kind === 'ReplicaSet'
          ? scope.api.get({
              ...REPLICA_SET,
              name: owner.name,
              namespace: pod.metadata.namespace,
            })
          : undefined;
      const deployment = set && controllerOf(set);
      if (deployment) {
        loop.add(`${pod.metadata.namespace}/${deployment.name}`);
      }
    });
  });
}
