import type { Controller } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { keyOf } from '../loop/KeyLoop';
import { POD } from '../model/pods';
import { ContainerLogs } from './ContainerLogs';
import { Kubelet } from './Kubelet';
import { PodAddresses } from './PodAddresses';
import { referenceId } from './podReferences';
import { PodWork } from './PodWork';
import { simulatedPods } from './simulatedPods';
import { WaitingList } from './WaitingList';

/** Schedules pods on the one node and lives their lives there, from Pending to gone. */
export function podController(
  clock: Clock,
  logs = new ContainerLogs(() => clock.now()),
): Controller {
  return defineController('pods', clock, scope => {
    scope.offerPods(simulatedPods(scope.api, logs));
    const waiting = new WaitingList();
    const addresses = new PodAddresses(scope.api);
    const works = new PodWork();
    const kubelet = new Kubelet(scope, logs, addresses, waiting, works);
    const loop = scope.loopOver(POD, key => kubelet.reconcile(key));
    works.onDone(key => loop.add(key));
    const wake = (id: string) => waiting.take(id).forEach(k => loop.add(k));
    for (const kind of ['Secret', 'ConfigMap', 'PersistentVolumeClaim']) {
      scope.follow({ apiVersion: 'v1', kind }, (_type, { metadata }) =>
        wake(referenceId(kind, metadata.namespace!, metadata.name)),
      );
    }
    scope.follow({ apiVersion: 'v1', kind: 'Node' }, () => wake('Node'));
    scope.follow(POD, (type, pod) => {
      if (type !== 'DELETED') return;
      logs.drop(pod.metadata.uid!);
      addresses.release(pod.metadata.uid!);
      works.forget(pod.metadata.uid!);
      waiting.put(keyOf(pod), []);
    });
  });
}
