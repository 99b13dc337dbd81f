import type { SandboxApi, SandboxObject } from '../../types';
import { shortHash } from '../model/hash';
import { childrenOf, controlledBy, controllerOf, refOf } from '../model/owners';

const CONTROLLER_REVISION = {
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
} as const;

export const REVISION_HASH_LABEL = 'controller-revision-hash';
const DEFAULT_HISTORY = 10;

/** Records the template of a StatefulSet or DaemonSet as its newest ControllerRevision, as a rollback needs it. */
export function recordRevision(
  api: SandboxApi,
  owner: SandboxObject,
): { name: string; hash: string } {
  const { template } = owner.spec;
  const hash = shortHash(template);
  const name = `${owner.metadata.name}-${hash}`;
  adoptRevision(api, owner, name);
  const revisions = childrenOf(api, owner, CONTROLLER_REVISION);
  const newest = Math.max(0, ...revisions.map(r => r.revision ?? 0));
  const known = revisions.find(r => r.metadata.name === name);
  if (!known) {
    api.create({
      ...CONTROLLER_REVISION,
      metadata: {
        name,
        namespace: owner.metadata.namespace,
        labels: {
          ...owner.spec.selector?.matchLabels,
          [REVISION_HASH_LABEL]: hash,
        },
        ownerReferences: [controlledBy(owner)],
      },
      data: { spec: { template: { ...template, $patch: 'replace' } } },
      revision: newest + 1,
    });
  } else if (known.revision !== newest) {
    api.patch(refOf(known), { revision: newest + 1 });
  }
  return { name, hash };
}

/** A workload that was deleted without its pods leaves its revisions too; the next one of the same name takes them over. */
function adoptRevision(
  api: SandboxApi,
  owner: SandboxObject,
  name: string,
): void {
  const orphan = api.get({
    ...CONTROLLER_REVISION,
    name,
    namespace: owner.metadata.namespace,
  });
  if (!orphan || orphan.metadata.deletionTimestamp || controllerOf(orphan)) {
    return;
  }
  api.patch(refOf(orphan), {
    metadata: {
      ownerReferences: [
        ...(orphan.metadata.ownerReferences ?? []),
        controlledBy(owner),
      ],
    },
  });
}

/** The template of a revision by name; `undefined` if it is not kept any more. */
export function templateOfRevision(
  api: SandboxApi,
  owner: SandboxObject,
  name: string,
): SandboxObject['template'] | undefined {
  const revision = api.get({
    ...CONTROLLER_REVISION,
    name,
    namespace: owner.metadata.namespace,
  });
  if (!revision) return undefined;
  const { $patch: _patch, ...template } = revision.data.spec.template;
  return template;
}

/** Deletes the oldest revisions beyond the owner's history that nothing uses. */
export function forgetRevisions(
  api: SandboxApi,
  owner: SandboxObject,
  inUse: Set<string>,
): void {
  const keep = owner.spec.revisionHistoryLimit ?? DEFAULT_HISTORY;
  const idle = childrenOf(api, owner, CONTROLLER_REVISION)
    .filter(r => !inUse.has(r.metadata.name))
    .sort((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
  idle
    .slice(0, Math.max(idle.length - keep, 0))
    .forEach(r => api.delete(refOf(r), { uid: r.metadata.uid }));
}
