import type { Scope } from '../loop/defineController';
import { keyOf, type KeyLoop } from '../loop/KeyLoop';
import { controllerOf } from '../model/owners';
import { POD } from '../model/pods';

/** Asks for an owner of one kind whenever a pod that it controls changes. */
export function followPodsOf(scope: Scope, kind: string, loop: KeyLoop): void {
  scope.follow(POD, (_type, pod) => {
    const owner = controllerOf(pod);
    if (owner?.kind === kind) {
      loop.add(`${pod.metadata.namespace}/${owner.name}`);
    }
  });
}

/** Asks for the owners whose pods were refused once more, as soon as a quota or limit of their namespace changes. */
export function followLimits(
  scope: Scope,
  ownerKind: { apiVersion: string; kind: string },
  loop: KeyLoop,
  isShort: (owner: any) => boolean,
): void {
  const seen = new Map<string, string>();
  for (const kind of ['ResourceQuota', 'LimitRange', 'Namespace']) {
    scope.follow({ apiVersion: 'v1', kind }, (type, object) => {
      const namespace =
        kind === 'Namespace'
          ? object.metadata.name
          : object.metadata.namespace!;
      // Only what can let a pod in: the limits, and labels of pod security; not the counting of what is used.
      const relevant = JSON.stringify(
        kind === 'Namespace'
          ? object.metadata.labels ?? {}
          : [object.spec, type === 'DELETED'],
      );
      const id = `${kind}/${keyOf(object)}`;
      const before = seen.get(id);
      if (type === 'DELETED') seen.delete(id);
      else seen.set(id, relevant);
      if (before === undefined || before === relevant) return;
      for (const owner of scope.api.scan({ ...ownerKind, namespace })) {
        if (isShort(owner)) loop.add(keyOf(owner));
      }
    });
  }
}
