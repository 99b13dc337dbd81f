import { builtinTypes } from '../../api/registry/builtinTypes';
import { apiVersionOf } from '../../api/registry/ResourceType';
import type { SandboxApi, SandboxObject } from '../../types';
import type { Scope } from './defineController';
import { isNotFound } from './errors';
import type { Kind, Listener } from './KindFeeds';

/** A kind that objects are kept of. */
export interface StoredKind extends Kind {
  group: string;
  plural: string;
  namespaced: boolean;
}

const CRD: Kind = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
};
/** Kinds that say what is measured now, and are not kept for anyone. */
const VOLATILE_GROUPS = new Set(['metrics.k8s.io']);
const LOOK_AGAIN_MS = 500;

const builtin: StoredKind[] = builtinTypes()
  .filter(
    type =>
      type.version === type.storageVersion && !VOLATILE_GROUPS.has(type.group),
  )
  .map(type => ({
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    group: type.group,
    plural: type.plural,
    namespaced: type.namespaced,
  }));

const customKinds = (api: SandboxApi): StoredKind[] =>
  api
    .scan(CRD)
    .map(kindOf)
    .filter((kind): kind is StoredKind => kind !== undefined);

/** The kind that has a group and plural; `undefined` if there is none. */
export const findStoredKind = (
  api: SandboxApi,
  { group, plural }: { group: string; plural: string },
): StoredKind | undefined => {
  const fits = (kind: StoredKind) =>
    kind.group === group && kind.plural === plural;
  return builtin.find(fits) ?? customKinds(api).find(fits);
};

function kindOf(definition: SandboxObject): StoredKind | undefined {
  const { group, names, scope, versions } = definition.spec;
  const stored = versions.find((v: { storage: boolean }) => v.storage);
  return stored?.served === false
    ? undefined
    : stored && {
        apiVersion: `${group}/${stored.name}`,
        kind: names.kind,
        group,
        plural: names.plural,
        namespaced: scope === 'Namespaced',
      };
}

/** Follows the objects of every kind, those of CustomResourceDefinitions included as they come and go. */
export class EveryKind {
  constructor(private readonly scope: Scope) {}

  /** The kinds as they are now. */
  kinds(): StoredKind[] {
    return [...builtin, ...customKinds(this.scope.api)];
  }

  /** The objects of a kind in a namespace; none while the kind is not served. */
  objectsOf(kind: Kind, namespace?: string): readonly SandboxObject[] {
    try {
      return this.scope.api.scan({ ...kind, namespace });
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }

  follow(listener: (kind: StoredKind) => Listener): void {
    for (const kind of builtin) this.scope.follow(kind, listener(kind));
    const followed = new Set<string>();
    const cancels = new Set<() => void>();
    const begin = (kind: StoredKind, id: string) => {
      if (followed.has(id) || !this.isDefined(kind)) return;
      if (!this.isServed(kind)) {
        // The definition is there before its kind is served: a watch now would miss what is stored already.
        const cancel = this.scope.clock.after(LOOK_AGAIN_MS, () => {
          cancels.delete(cancel);
          begin(kind, id);
        });
        cancels.add(cancel);
        return;
      }
      followed.add(id);
      this.scope.follow(kind, listener(kind));
    };
    this.scope.follow(CRD, (type, definition) => {
      const kind = kindOf(definition);
      if (kind && type !== 'DELETED') {
        begin(kind, `${kind.apiVersion}/${kind.kind}`);
      }
    });
    this.scope.onStop(() => cancels.forEach(cancel => cancel()));
  }

  private isDefined({ apiVersion, kind }: Kind): boolean {
    return this.kinds().some(
      k => k.apiVersion === apiVersion && k.kind === kind,
    );
  }

  private isServed(kind: Kind): boolean {
    try {
      this.scope.api.get({ ...kind, name: 'any', namespace: 'any' });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
}
