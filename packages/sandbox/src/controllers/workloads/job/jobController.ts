import type { Controller } from '../../../types';
import type { Clock } from '../../loop/Clock';
import { defineController } from '../../loop/defineController';
import { nameOfKey, namespaceOfKey } from '../../loop/KeyLoop';
import { followLimits, followPodsOf } from '../followPods';
import { podMakerFor } from '../PodMaker';
import { COMPONENT, hasEnded, JOB, RunningJob } from './RunningJob';

/** Runs pods until enough of them have succeeded. */
export function jobController(clock: Clock): Controller {
  return defineController('jobs', clock, scope => {
    const maker = podMakerFor(scope, JOB, COMPONENT);
    const loop = scope.loopOver(JOB, key => {
      const job = scope.api.get({
        ...JOB,
        namespace: namespaceOfKey(key),
        name: nameOfKey(key),
      });
      return job && new RunningJob(scope, maker, job).reconcile();
    });
    followPodsOf(scope, 'Job', loop);
    followLimits(scope, JOB, loop, job => !hasEnded(job));
  });
}
