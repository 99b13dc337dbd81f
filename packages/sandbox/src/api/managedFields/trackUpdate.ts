import { apiVersionOf, type ResourceType } from '../registry/ResourceType';
import { schemaOf } from '../validation/assertSchema';
import type { SandboxObject } from '../../types';
import { FieldSet } from './FieldSet';
import {
  isSameOwner,
  ownable,
  readOwners,
  writeOwners,
  type FieldOwner,
} from './managers';
import { compareTyped } from './typedValues';

/** Who wrote, through which subresource, when. */
export interface WriteAuthor {
  manager: string;
  subresource?: string;
  now: string;
  /** Present when the write was an apply: what the manager owns by it. */
  applied?: FieldSet;
}

/** Managers by update beyond this many are folded together, the oldest first. */
const maxUpdateOwners = 10;

function foldOldest(owners: FieldOwner[]): FieldOwner[] {
  const updates = owners
    .filter(o => o.operation === 'Update' && !o.subresource)
    .sort((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1));
  const tooMany = updates.length - maxUpdateOwners;
  if (tooMany <= 0) return owners;
  const folded = new Set(updates.slice(0, tooMany + 1));
  const [oldest] = folded;
  return [
    {
      ...oldest,
      manager: 'ancient-changes',
      fields: [...folded].reduce(
        (set, o) => set.union(o.fields),
        new FieldSet(),
      ),
    },
    ...owners.filter(o => !folded.has(o)),
  ];
}

/**
 * Sets metadata.managedFields of an object about to be written: what changed now belongs to the author, what is gone
 * belongs to nobody. Changes `object`.
 */
export function trackUpdate(
  type: ResourceType,
  old: SandboxObject | undefined,
  object: SandboxObject,
  author: WriteAuthor,
): void {
  const cleared =
    Array.isArray(object.metadata.managedFields) &&
    object.metadata.managedFields.length === 0;
  const { changed, removed } = compareTyped(schemaOf(type), old, object);
  const mine = ownable(changed, type.hasStatus, author.subresource);
  const self = {
    manager: author.manager,
    operation: author.applied ? ('Apply' as const) : ('Update' as const),
    apiVersion: apiVersionOf(type),
    subresource: author.subresource,
  };
  const owners = cleared && old && !author.applied ? [] : readOwners(old);
  let found = false;
  const next = owners.map(owner => {
    if (isSameOwner(owner, self)) {
      found = true;
      const fields = (author.applied ?? owner.fields.union(mine)).minus(
        removed,
      );
      return fields.equals(owner.fields)
        ? owner
        : { ...owner, apiVersion: self.apiVersion, fields, time: author.now };
    }
    const fields = owner.fields.minus(mine).minus(removed);
    return fields.size === owner.fields.size ? owner : { ...owner, fields };
  });
  if (!found && !(cleared && old && !author.applied)) {
    next.push({
      ...self,
      time: author.now,
      fields: (author.applied ?? mine).minus(removed),
    });
  }
  const entries = writeOwners(foldOldest(next));
  if (entries) object.metadata.managedFields = entries;
  else delete object.metadata.managedFields;
}
