import type { Ref, SandboxObject } from '../../types';
import { refOf } from '../model/owners';

interface Node {
  ref: Ref;
  owners: string[];
  signature: string;
}

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

const signatureOf = (object: SandboxObject) => {
  const { ownerReferences, deletionTimestamp, finalizers } = object.metadata;
  const isWaiting =
    deletionTimestamp &&
    finalizers?.some(f => f === FOREGROUND || f === ORPHAN);
  return `${isWaiting ? finalizers!.join() : ''}|${(ownerReferences ?? [])
    .map(r => `${r.uid}${r.blockOwnerDeletion ? '!' : ''}`)
    .join()}`;
};

const NOTHING = '|';

/** Who belongs to whom, by uid; holds only objects that have owners or wait for their dependents. */
export class OwnerGraph {
  private readonly nodes = new Map<string, Node>();
  private readonly dependents = new Map<string, Set<string>>();

  /** @returns whether anything changed that decides about an object's life */
  put(object: SandboxObject): boolean {
    const uid = object.metadata.uid!;
    const signature = signatureOf(object);
    const before = this.nodes.get(uid);
    if (before?.signature === signature) return false;
    if (!before && signature === NOTHING) return false;
    this.unlink(uid);
    const owners = (object.metadata.ownerReferences ?? []).map(r => r.uid);
    for (const owner of owners) {
      const set = this.dependents.get(owner) ?? new Set();
      this.dependents.set(owner, set.add(uid));
    }
    if (signature === NOTHING) this.nodes.delete(uid);
    else this.nodes.set(uid, { ref: refOf(object), owners, signature });
    return signature !== NOTHING;
  }

  /** @returns the owners and dependents of what is gone: they may be next */
  remove(uid: string): string[] {
    const owners = this.nodes.get(uid)?.owners ?? [];
    this.unlink(uid);
    this.nodes.delete(uid);
    return [...owners, ...this.dependentsOf(uid)];
  }

  refOf(uid: string): Ref | undefined {
    return this.nodes.get(uid)?.ref;
  }

  dependentsOf(uid: string): string[] {
    return [...(this.dependents.get(uid) ?? [])];
  }

  private unlink(uid: string): void {
    for (const owner of this.nodes.get(uid)?.owners ?? []) {
      const set = this.dependents.get(owner);
      set?.delete(uid);
      if (!set?.size) this.dependents.delete(owner);
    }
  }
}
