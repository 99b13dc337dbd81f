import type { SandboxObject } from '../../types';
import { timestamp } from '../loop/Clock';
import type { Scope } from '../loop/defineController';
import { isNotFound } from '../loop/errors';
import type { EveryKind, StoredKind } from '../loop/EveryKind';
import { withCondition, type Condition } from '../model/conditions';
import { refOf } from '../model/owners';
import { writeStatus } from '../model/status';

interface Remains {
  kind: StoredKind;
  objects: readonly SandboxObject[];
}

const kindOf = ({ apiVersion, kind }: StoredKind) => ({ apiVersion, kind });

/** Deletes all that is in the namespace. Answers what is still there. */
function deleteContent(
  { api }: Scope,
  everyKind: EveryKind,
  namespace: string,
): Remains[] {
  const kinds = everyKind.kinds().filter(kind => kind.namespaced);
  for (const kind of kinds) {
    for (const object of everyKind.objectsOf(kind, namespace)) {
      if (object.metadata.deletionTimestamp) continue;
      try {
        api.delete(refOf({ ...object, ...kindOf(kind) }), {
          propagationPolicy: 'Background',
          uid: object.metadata.uid,
        });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }
  return kinds
    .map(kind => ({ kind, objects: everyKind.objectsOf(kind, namespace) }))
    .filter(({ objects }) => objects.length > 0);
}

function conditionsFor(
  before: Condition[] | undefined,
  remains: Remains[],
  now: string,
): Condition[] {
  const finalizers = new Map<string, number>();
  for (const { objects } of remains) {
    for (const finalizer of objects.flatMap(o => o.metadata.finalizers ?? [])) {
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const content = remains.map(
    ({ kind, objects }) =>
      `${kind.plural}.${kind.group} has ${objects.length} resource instances`,
  );
  const held = [...finalizers].map(
    ([name, count]) => `${name} in ${count} resource instances`,
  );
  const rows: [string, boolean, string, string][] = [
    [
      'NamespaceDeletionDiscoveryFailure',
      false,
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      false,
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    content.length
      ? [
          'NamespaceContentRemaining',
          true,
          'SomeResourcesRemain',
          `Some resources are remaining: ${content.join(', ')}`,
        ]
      : [
          'NamespaceContentRemaining',
          false,
          'ContentRemoved',
          'All content successfully removed',
        ],
    held.length
      ? [
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.join(
            ', ',
          )}`,
        ]
      : [
          'NamespaceFinalizersRemaining',
          false,
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ],
  ];
  return rows.reduce<Condition[]>(
    (conditions, [type, isTrue, reason, message]) =>
      withCondition(
        conditions,
        { type, status: isTrue ? 'True' : 'False', reason, message },
        now,
      ),
    before ?? [],
  );
}

/** One step of taking a namespace away. It is gone when nothing is left in it. */
export function purge(
  scope: Scope,
  everyKind: EveryKind,
  namespace: SandboxObject,
): void {
  const { name } = namespace.metadata;
  const remains = deleteContent(scope, everyKind, name);
  if (remains.length) {
    writeStatus(scope.api, namespace, {
      ...namespace.status,
      phase: 'Terminating',
      conditions: conditionsFor(
        namespace.status?.conditions,
        remains,
        timestamp(scope.clock.now()),
      ),
    });
    return;
  }
  scope.api.patch(refOf(namespace), { spec: { finalizers: [] } });
}
