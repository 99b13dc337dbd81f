import type { Controller, Ref, SandboxApi, SandboxObject } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { isNotFound } from '../loop/errors';
import { EveryKind } from '../loop/EveryKind';
import { refOf } from '../model/owners';
import { FOREGROUND, ORPHAN, OwnerGraph } from './OwnerGraph';

type OwnerReference = NonNullable<
  SandboxObject['metadata']['ownerReferences']
>[number];

class Collector {
  constructor(
    private readonly api: SandboxApi,
    private readonly graph: OwnerGraph,
  ) {}

  reconcile(uid: string): void {
    const object = this.live(uid);
    if (!object) return;
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    if (deletionTimestamp && finalizers.includes(ORPHAN)) {
      this.orphan(object);
    } else if (deletionTimestamp && finalizers.includes(FOREGROUND)) {
      this.deleteDependents(object);
    } else if (!deletionTimestamp) {
      this.checkOwners(object);
    }
  }

  private live(uid: string): SandboxObject | undefined {
    const ref = this.graph.refOf(uid);
    const object = ref && this.find(ref);
    return object && object !== 'unknown kind' && object.metadata.uid === uid
      ? object
      : undefined;
  }

  private find(ref: Ref): SandboxObject | undefined | 'unknown kind' {
    try {
      return this.api.get(ref);
    } catch (error) {
      if (isNotFound(error)) return 'unknown kind';
      throw error;
    }
  }

  private dependentsOf(owner: SandboxObject): SandboxObject[] {
    const uid = owner.metadata.uid!;
    return this.graph
      .dependentsOf(uid)
      .map(dependent => this.live(dependent))
      .filter(
        (dependent): dependent is SandboxObject =>
          dependent?.metadata.ownerReferences?.some(r => r.uid === uid) ??
          false,
      );
  }

  /** The dependents stay, without their owner. */
  private orphan(owner: SandboxObject): void {
    for (const dependent of this.dependentsOf(owner)) {
      this.keepOwners(dependent, r => r.uid !== owner.metadata.uid);
    }
    this.removeFinalizer(owner, ORPHAN);
  }

  /** The owner goes when the last dependent is gone that blocks it. */
  private deleteDependents(owner: SandboxObject): void {
    const dependents = this.dependentsOf(owner);
    for (const dependent of dependents) {
      if (!dependent.metadata.deletionTimestamp) {
        const others = dependent.metadata.ownerReferences!.filter(
          r => r.uid !== owner.metadata.uid,
        );
        const isKept = others.some(r => this.isSolid(r, dependent));
        if (isKept) {
          this.keepOwners(dependent, r => r.uid !== owner.metadata.uid);
        } else this.delete(dependent, 'Foreground');
      }
    }
    const isBlocked = this.dependentsOf(owner).some(dependent =>
      dependent.metadata.ownerReferences!.some(
        r => r.uid === owner.metadata.uid && r.blockOwnerDeletion,
      ),
    );
    if (!isBlocked) this.removeFinalizer(owner, FOREGROUND);
  }

  private checkOwners(object: SandboxObject): void {
    const references = object.metadata.ownerReferences ?? [];
    if (!references.length) return;
    const lost = references.filter(r => !this.isSolid(r, object));
    if (!lost.length) return;
    if (lost.length < references.length) {
      this.keepOwners(object, r => !lost.includes(r));
      return;
    }
    const isForeground = lost.some(r => {
      const owner = this.ownerOf(r, object);
      return owner && owner !== 'unknown kind';
    });
    this.delete(object, isForeground ? 'Foreground' : 'Background');
  }

  private ownerOf(
    reference: OwnerReference,
    dependent: SandboxObject,
  ): SandboxObject | undefined | 'unknown kind' {
    const { apiVersion, kind, name, uid } = reference;
    const owner = this.find({
      apiVersion,
      kind,
      name,
      namespace: dependent.metadata.namespace,
    });
    if (owner === 'unknown kind') return owner;
    return owner?.metadata.uid === uid ? owner : undefined;
  }

  /** There, and not taking its dependents with it. Of a kind that is not served nothing is known, so nothing is deleted. */
  private isSolid(
    reference: OwnerReference,
    dependent: SandboxObject,
  ): boolean {
    const owner = this.ownerOf(reference, dependent);
    if (owner === 'unknown kind') return true;
    return (
      owner !== undefined &&
      !(
        owner.metadata.deletionTimestamp &&
        owner.metadata.finalizers?.includes(FOREGROUND)
      )
    );
  }

  private keepOwners(
    object: SandboxObject,
    keep: (reference: OwnerReference) => boolean,
  ): void {
    const ownerReferences = object.metadata.ownerReferences!.filter(keep);
    this.api.patch(refOf(object), {
      metadata: {
        ownerReferences: ownerReferences.length ? ownerReferences : null,
      },
    });
  }

  private removeFinalizer(object: SandboxObject, finalizer: string): void {
    const current = this.find(refOf(object));
    if (!current || current === 'unknown kind') return;
    this.api.patch(refOf(object), {
      metadata: {
        finalizers: (current.metadata.finalizers ?? []).filter(
          f => f !== finalizer,
        ),
      },
    });
  }

  private delete(
    object: SandboxObject,
    policy: 'Foreground' | 'Background',
  ): void {
    const uid = object.metadata.uid!;
    const hasDependents = this.graph.dependentsOf(uid).length > 0;
    try {
      this.api.delete(refOf(object), {
        propagationPolicy: hasDependents ? policy : 'Background',
        uid,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/** Deletes what belongs to nobody any more, and holds owners that wait for their dependents. */
export function garbageCollector(clock: Clock): Controller {
  return defineController('garbage-collector', clock, scope => {
    const graph = new OwnerGraph();
    const collector = new Collector(scope.api, graph);
    const loop = scope.loop(uid => collector.reconcile(uid));
    new EveryKind(scope).follow(({ kind, group }) => {
      // Events have no owners, and there are many of them.
      if (kind === 'Event' && !group) return () => {};
      return (type, object) => {
        const uid = object.metadata.uid!;
        if (type === 'DELETED') graph.remove(uid).forEach(u => loop.add(u));
        else if (graph.put(object)) loop.add(uid);
      };
    });
  });
}
